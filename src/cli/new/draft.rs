//! The new customer so far: what flags and a file gave, and the answers.

use super::Group;
use super::ask::nowhere;
use super::given::{known, only, read_values, refused};
use crate::cli::args::New;
use crate::cli::report::{Failure, Reporter};
use crate::diag::{Sink, SourceId, Sources, suggest};
use crate::merge::Merger;
use crate::workspace::literal::dotted;
use crate::workspace::scaffold::{self, answer, customer_file, wanted};
use crate::workspace::{
    Customer, CustomerFile, Entry, Node, Table, Value, Variables, Workspace, parse_toml,
};

/// Keys of a customer's file that are no variables.
const OWN: [&str; 2] = ["layers", "pack"];

/// A customer's file in the making.
pub struct Draft<'a> {
    workspace: &'a Workspace,
    id: &'a str,
    /// Decides which conditions of the schema hold.
    merger: Merger,
    /// What the file will say, `layers` and `pack` included.
    file: Variables,
    sources: Sources,
    /// Where the values came from, for messages about the file as a whole.
    source: SourceId,
}

impl<'a> Draft<'a> {
    /// What flags and the file of values give.
    ///
    /// # Errors
    /// Flags that name nothing known; findings in the values, which point into the file of values.
    pub fn given(
        flags: &'a New,
        workspace: &'a Workspace,
        reporter: Reporter<'_>,
    ) -> Result<Self, Failure> {
        let mut sources = workspace.sources.clone();
        let (source, mut table) = match &flags.from {
            Some(file) => read_values(file, &mut sources, reporter)?,
            None => (sources.add(format!("customers/{}.toml", flags.id), ""), Table::new()),
        };
        // Another customer's file may serve as the file of values.
        if let Some(Value::Table(customer)) = table.get_mut("customer").map(|node| &mut node.value)
        {
            customer.remove("id");
        }
        // Mistakes in texts stop no new customer: a build reports them.
        let merger = Merger::new(workspace, &mut Sink::new());
        let file = Variables { root: table };
        let mut draft = Draft { workspace, id: &flags.id, merger, file, sources, source };
        draft.take_flags(flags, reporter)?;
        // Whatever is there is checked before the first question.
        draft.effective(reporter)?;
        Ok(draft)
    }

    fn take_flags(&mut self, flags: &New, reporter: Reporter<'_>) -> Result<(), Failure> {
        let packs = || self.workspace.config.packs.keys().map(String::as_str);
        if let Some(pack) = &flags.pack {
            known("pack", pack, packs())?;
        }
        for layer in &flags.layers {
            known("layer", layer, self.workspace.layers.keys().map(String::as_str))?;
        }
        if let Some(pack) = flags.pack.as_deref().or_else(|| only(packs())) {
            // A pack named in the file of values stands against the only one, not against a flag.
            if flags.pack.is_some() || !self.has("pack") {
                self.set_pack(pack);
            }
        }
        if !flags.layers.is_empty() {
            self.set_layers(&flags.layers);
        }
        for pair in &flags.set {
            let Some((name, value)) = pair.split_once('=') else {
                return Err(Failure::usage(format!("--set {pair} has no `=`"))
                    .hint("write --set customer.name=\"Acme Robotics\""));
            };
            if name == "customer.id" {
                return Err(Failure::usage("the id is the name of the customer's file")
                    .hint(format!("run pilotpack new {value}")));
            }
            let Some(entry) = self.workspace.schema.entries.get(name) else {
                let names = self.workspace.schema.entries.keys().map(String::as_str);
                let failure =
                    Failure::usage(format!("`{name}` is not declared in content/schema.toml"));
                return Err(match suggest::nearest(name, names) {
                    Some(near) => failure.hint(format!("did you mean `{near}`?")),
                    None => failure,
                });
            };
            self.set_flag(name, &answer(&entry.kind, value), reporter)?;
        }
        Ok(())
    }

    /// Takes a value from a flag. It gets a source of its own, so that messages can show it.
    fn set_flag(
        &mut self,
        name: &str,
        literal: &str,
        reporter: Reporter<'_>,
    ) -> Result<(), Failure> {
        let text = format!("{} = {literal}\n", dotted(name));
        let source = self.sources.add(format!("--set {name}"), text);
        let mut sink = Sink::new();
        let root = parse_toml(source, &self.sources, &mut sink).unwrap_or_default();
        match (Variables { root }).get(name) {
            Some(node) => {
                self.file.set(name, node.clone());
                Ok(())
            }
            None => Err(refused(sink, &self.sources, reporter)),
        }
    }

    /// Sets a value.
    pub fn set(&mut self, name: &str, node: Node) {
        self.file.set(name, node);
    }

    /// Names the layers, lowest first.
    pub fn set_layers(&mut self, names: &[String]) {
        let names = names.iter().map(|name| nowhere(Value::Text(name.clone()))).collect();
        self.file.root.insert("layers".into(), nowhere(Value::List(names)));
    }

    /// Names the pack.
    pub fn set_pack(&mut self, name: &str) {
        self.file.root.insert("pack".into(), nowhere(Value::Text(name.to_owned())));
    }

    /// Whether there is a key at the top.
    pub fn has(&self, key: &str) -> bool {
        self.file.root.contains_key(key)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.file.names().iter().filter(|name| !OWN.contains(&name.as_str())).count()
    }

    /// The first group of values that are needed and not there.
    ///
    /// # Errors
    /// Findings, which are printed.
    pub fn open(&self, reporter: Reporter<'_>) -> Result<Option<Group>, Failure> {
        let customer = self.effective(reporter)?;
        Ok(Group::first_of(&self.wanted_of(&customer)))
    }

    /// All values that are needed and not there.
    ///
    /// # Errors
    /// Findings, which are printed.
    pub fn wanted(&self, reporter: Reporter<'_>) -> Result<Vec<(&'a str, &'a Entry)>, Failure> {
        Ok(self.wanted_of(&self.effective(reporter)?))
    }

    fn wanted_of(&self, customer: &Customer) -> Vec<(&'a str, &'a Entry)> {
        let values = &customer.variables;
        wanted(&self.workspace.schema, values, |_, entry| {
            self.merger.requires(entry, values, self.workspace)
        })
    }

    /// What to do where nobody can be asked.
    pub fn layer_hint(&self) -> String {
        let names = self.workspace.layers.keys().map(|name| format!("--layer {name}"));
        let names: Vec<String> = names.collect();
        if self.has("layers") || names.is_empty() {
            String::from("or put them into a TOML file and name it with --from FILE")
        } else {
            format!("layers set many of them: {}", names.join(", "))
        }
    }

    /// The customer as it stands.
    fn effective(&self, reporter: Reporter<'_>) -> Result<Customer, Failure> {
        let mut table = self.file.root.clone();
        if let (false, Some(first)) = (self.has("pack"), self.workspace.config.packs.keys().next())
        {
            // Asked for later; no other pack needs other variables.
            table.insert("pack".into(), nowhere(Value::Text(first.clone())));
        }
        self.customer(self.source, &table, &self.sources, reporter, false)
    }

    /// Puts the customer of a table together as a build would.
    fn customer(
        &self,
        source: SourceId,
        table: &Table,
        sources: &Sources,
        reporter: Reporter<'_>,
        whole: bool,
    ) -> Result<Customer, Failure> {
        let mut sink = Sink::new();
        let file = CustomerFile {
            id: self.id.to_owned(),
            path: format!("customers/{}.toml", self.id),
            source,
            table: Some(table.clone()),
        };
        let customer = self.workspace.customer(&file, &mut sink);
        if let (true, Some(customer)) = (whole, &customer) {
            self.merger.report_missing(customer, self.workspace, &mut sink);
        }
        match customer.filter(|_| !sink.has_errors()) {
            Some(customer) => {
                // Warnings about a file in the making would come with every question.
                if whole {
                    reporter.findings(sink, sources);
                }
                Ok(customer)
            }
            None => Err(refused(sink, sources, reporter)),
        }
    }

    /// The text of the file, and the customer that a build makes of it.
    ///
    /// # Errors
    /// Findings, which are printed and point into the text that would have been written.
    pub fn finish(&mut self, reporter: Reporter<'_>) -> Result<(String, Customer), Failure> {
        if let (false, Some(first)) = (self.has("pack"), self.workspace.config.packs.keys().next())
        {
            self.set_pack(first);
        }
        let mut answers = self.file.root.clone();
        let named: Vec<Option<Node>> = OWN.iter().map(|key| answers.remove(*key)).collect();
        let layers: Vec<String> = named
            .first()
            .and_then(|node| node.as_ref()?.as_list())
            .unwrap_or_default()
            .iter()
            .filter_map(|node| node.as_text().map(str::to_owned))
            .collect();
        let pack = named.get(1).and_then(|node| node.as_ref()?.as_text()).unwrap_or_default();
        let mut lower = Table::new();
        for (key, node) in OWN.iter().zip(&named) {
            if let Some(node) = node {
                lower.insert((*key).to_owned(), node.clone());
            }
        }
        let below = self.customer(self.source, &lower, &self.sources, reporter, false)?;
        let text = customer_file(
            &scaffold::Draft {
                id: self.id,
                pack,
                layers: &layers,
                answers: &answers,
                below: &below.variables,
                shared: &self.workspace.config.values,
            },
            &self.workspace.schema,
        );
        let mut sources = self.sources.clone();
        let mut sink = Sink::new();
        let source = sources.add(format!("customers/{}.toml", self.id), text.as_str());
        let Some(table) = parse_toml(source, &sources, &mut sink) else {
            return Err(refused(sink, &sources, reporter));
        };
        let customer = self.customer(source, &table, &sources, reporter, true)?;
        Ok((text, customer))
    }
}
