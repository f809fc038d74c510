//! Shaping plans: which features and lookups of a face apply to a script. Making one costs as much as
//! shaping ten words with it.

use crate::font::{Face, FaceId};
use harfrust::{Direction, Feature, Script, ShapePlan};
use rustc_hash::FxHashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// What a plan depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlanKey {
    /// The face.
    pub face: FaceId,
    /// Whether figures have one width.
    pub tabular: bool,
    /// Whether it is code, in which letters are not joined.
    pub code: bool,
    /// Whether the text runs from right to left.
    pub rtl: bool,
    /// Its script.
    pub script: Option<Script>,
}

/// The plans made so far, shared by threads.
#[derive(Default)]
pub struct Plans {
    plans: RwLock<FxHashMap<PlanKey, Arc<ShapePlan>>>,
}

impl std::fmt::Debug for Plans {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(plans.keys()).finish()
    }
}

impl Plans {
    /// The plan for a face and the features that its key stands for.
    pub fn plan(&self, key: PlanKey, face: &Face, features: &[Feature]) -> Arc<ShapePlan> {
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(&key) {
            return Arc::clone(plan);
        }
        drop(plans);
        let direction = if key.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let plan = ShapePlan::new(face.shaper(), direction, key.script, None, features);
        let plan = Arc::new(plan);
        let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(plans.entry(key).or_insert(plan))
    }
}
