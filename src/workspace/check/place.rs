//! Countries and languages.

use super::fault::Fault;
use icu_locale_core::Locale;

pub(super) const COUNTRY: &str = "an ISO 3166-1 code of two capital letters such as \"DE\"";
pub(super) const LANGUAGE: &str = "a language tag such as \"en-GB\"";

/// The officially assigned codes of ISO 3166-1 alpha-2, sorted. A list and not a crate: it has
/// changed once in the last ten years, and the crates bring names and numbers nobody needs here.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL \
    BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ \
    DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR \
    KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU \
    MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH \
    TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Codes people write that ISO 3166-1 reserves or gives to nobody, and what they mean.
const COUNTRY_SLIPS: &[(&str, &str)] =
    &[("UK", "GB"), ("EL", "GR"), ("EN", "GB"), ("USA", "US"), ("GER", "DE"), ("DEU", "DE")];

/// The codes of ISO 639-1, sorted; languages of three letters are taken by their form.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu \
    cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht \
    hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb \
    lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or \
    os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te \
    tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of countries that people write for a language.
const LANGUAGE_SLIPS: &[(&str, &str)] = &[
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("gr", "el"),
    ("jp", "ja"),
    ("at", "de"),
    ("us", "en"),
    ("ua", "uk"),
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
];

/// The codes of countries.
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.split_whitespace()
}

fn listed(list: &str, code: &str) -> bool {
    list.split(' ').any(|known| known == code)
}

fn slip(slips: &[(&str, &'static str)], code: &str) -> Option<&'static str> {
    slips.iter().find(|(wrong, _)| *wrong == code).map(|(_, right)| *right)
}

/// Checks the code of a country.
pub(super) fn country(text: &str) -> Result<(), Fault> {
    if listed(COUNTRIES, text) {
        return Ok(());
    }
    let upper = text.to_ascii_uppercase();
    let fault = Fault::new(COUNTRY);
    Err(if listed(COUNTRIES, &upper) {
        fault.label("small letters").meant(&upper)
    } else if let Some(meant) = slip(COUNTRY_SLIPS, &upper) {
        fault.label("no code of a country").meant(meant)
    } else if upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase()) {
        fault.label("no code of a country")
    } else {
        fault.label("not two letters")
    })
}

/// Checks a language tag: well-formed (BCP 47), in canonical case, with a language of ISO 639 and a
/// region of ISO 3166-1 or UN M.49.
pub(super) fn language(text: &str) -> Result<(), Fault> {
    let fault = Fault::new(LANGUAGE);
    let Ok(locale) = Locale::try_from_str(text) else {
        let hyphens = text.replace('_', "-");
        return Err(match (text.find('_'), Locale::normalize(&hyphens)) {
            (Some(at), Ok(meant)) => fault.part(at..at + 1).label("write a hyphen").meant(&meant),
            _ => fault.label("not made of a language and a region"),
        });
    };
    let canonical = locale.to_string();
    let code = locale.id.language.as_str();
    if code == "und" || code.len() > 3 || (code.len() == 2 && !listed(LANGUAGES, code)) {
        let first = text.find(['-', '_']).unwrap_or(text.len());
        let fault = fault.part(0..first).label("no code of a language in ISO 639");
        return Err(match slip(LANGUAGE_SLIPS, code) {
            Some(meant) => fault.meant(&canonical.replacen(code, meant, 1)),
            None => fault,
        });
    }
    if canonical != text {
        return Err(fault.label("not the canonical form").meant(&canonical));
    }
    if let Some(region) = locale.id.region.as_ref().map(|region| region.as_str())
        && region.len() == 2
        && !listed(COUNTRIES, region)
    {
        let at = text.find(&format!("-{region}")).map_or(0, |at| at + 1);
        let fault = fault.part(at..at + region.len()).label("no code of a country");
        return Err(match slip(COUNTRY_SLIPS, region) {
            Some(meant) => fault.meant(&text.replacen(region, meant, 1)),
            None => fault,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_complete() {
        for (list, count, length) in [(COUNTRIES, 249, 2), (LANGUAGES, 183, 2)] {
            let codes: Vec<&str> = list.split(' ').collect();
            assert!(codes.is_sorted_by(|a, b| a < b));
            assert!(codes.iter().all(|code| code.len() == length));
            assert_eq!(codes.len(), count);
        }
    }

    #[test]
    fn tags_are_canonical() {
        for good in ["en", "en-GB", "de-CH", "sr-Latn-RS", "es-419", "gsw-CH", "de-DE-1996"] {
            assert!(language(good).is_ok(), "{good}");
        }
        for bad in ["en-gb", "en_GB", "EN-GB", "german", "en-UK", "und", "gr-GR", "x", "e", "en-"] {
            assert!(language(bad).is_err(), "{bad}");
        }
    }
}
