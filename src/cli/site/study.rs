//! Siting in a study: residents as demand, the places of the study as candidates.

use serde_json::{Map, Value, json};

use crate::analysis::{
    BoundBasis, EarlyAim, Extent, GainOf, Groundwork, Needed, RunClock, SiteChoice, SitePlace,
    SiteQuestion, StudyProblem, TooManyPairs, existing_places, homes, rooms_by_area, surveyed,
    units_of,
};
use crate::files::Role;
use crate::language::{Language, Message, Text};
use crate::session::Session;
use crate::siting::{Problem, SiteModel, Solution, Standing};
use crate::standard::{FunctionIndex, Standard};
use crate::study::{AreaUse, Study};

use super::super::group_args::index_of_group;
use super::super::study_args::OpenedStudy;
use super::super::walk_args::find_function;
use super::answer::{Answer, Site};
use super::meaning;
use super::ranking::Ranking;
use super::saving::{self, Plan};
use super::showing::{showing_progress, showing_stages};
use super::{Failure, Objective, SiteArgs, Supply, asks_for_a_report, find_sites, unsolved};

/// A study made ready for siting.
pub(super) struct Prepared {
    pub session: Session,
    /// What is sited where: its places are the first sites of the problem.
    pub question: SiteQuestion,
    pub problem: Problem,
    /// The building of each demand point.
    pub buildings: Vec<u32>,
    /// What measuring left to the search.
    pub groundwork: Groundwork,
    /// One time for measuring and searching.
    pub clock: RunClock,
    /// The walking limit of the function.
    pub limit_m: f64,
    pub notes: Vec<Message>,
}

/// Places that a problem has beside the candidates.
pub(super) type MorePlaces<'a> =
    &'a dyn Fn(&Session, FunctionIndex) -> Result<Vec<SitePlace>, Failure>;

/// Opens the study, sites, and saves the plan where that is asked for.
pub(super) fn site(args: &SiteArgs, language: Language) -> Result<Answer, Failure> {
    let target =
        args.save.as_ref().map(|name| saving::Target::of(&args.study, name)).transpose()?;
    let mut prepared = prepare(args, &|_, _| Ok(Vec::new()), language)?;
    let supply = prepared.supply();
    let asked = args.asked(Some(prepared.limit_m), supply)?;
    let ranking = prepared.rank(args)?;
    let solution = prepared.solve(args, &asked, language)?;
    let Prepared { session, question, problem, buildings, notes, groundwork, .. } = &mut prepared;
    let places = &question.places;
    let described = |site: usize| (places[site].id.clone(), Some(places[site].name.clone()));
    let sites = Site::of_plan(problem, &asked, &solution, described);
    let layers = session.study().layers();
    let opened: Vec<&SitePlace> = solution.sites.iter().map(|site| &places[*site]).collect();
    let basis = solution.bound.map(|_| groundwork.basis(&solution));
    if let Some(basis) = basis.and_then(BoundBasis::text) {
        notes.push(Message::new(basis.zh, basis.en));
    }
    if let Some(target) = target.filter(|_| !opened.is_empty()) {
        let plan = Plan { places: &opened, function: question.function, keeps: args.keep_existing };
        notes.extend(target.save(&plan, session, language)?);
    }
    let mut about = about(args, session, question, asked.limit_m());
    about.insert("bound_by".to_owned(), json!(basis.map(BoundBasis::id)));
    let unit = |unit: u32| layers.units.id(unit as usize).to_owned();
    about.extend(meaning::about(&asked, problem, &solution.sites, &unit));
    let demand_id = |demand: usize| layers.buildings.record(buildings[demand] as usize).id.clone();
    let leaves_out = args.leave_out_unreachable;
    let answer = Answer::new(problem, asked, solution, sites, demand_id, leaves_out);
    Ok(answer.telling(ranking, about, std::mem::take(notes)))
}

/// That the study has the functions, the group and the candidates asked for, and that the number of sites
/// is told where it has to be. What follows from ways is seen only when they are measured.
pub(super) fn check(args: &SiteArgs, language: Language) -> Result<(), Failure> {
    let (choice, session, _) = open(args, language)?;
    let study = session.study();
    if asks_for_a_report(args) {
        return named_functions(args, study.standard()).map(drop);
    }
    let question = question(args, choice, &session)?;
    let ids: Vec<&str> = question.places.iter().map(|place| place.id.as_str()).collect();
    find_sites(&args.with, &ids)?;
    find_sites(&args.without, &ids)?;
    // A cover of all takes as many as it needs.
    let needs_all = !matches!(args.objective, Objective::SetCover);
    if let Some(count) = args.count.filter(|count| needs_all && *count > ids.len()) {
        return Err(fewer_candidates(count, ids.len()));
    }
    let limit_m = study.walk(question.group).limit_m(question.function);
    // Rooms follow from the sites of the problem, which is not put here.
    let supply = Supply { capacities: Some(Vec::new()), units: Some(Vec::new()), sites: ids.len() };
    args.asked(Some(limit_m), supply).map(drop)
}

/// Opens the study and puts the problem: the candidates, `more` places after them, and what exists.
pub(super) fn prepare(
    args: &SiteArgs,
    more: MorePlaces<'_>,
    language: Language,
) -> Result<Prepared, Failure> {
    let (choice, session, mut notes) = open(args, language)?;
    let mut question = question(args, choice, &session)?;
    let own_from = question.places.len();
    question.places.extend(more(&session, question.function)?);
    let study = session.study();
    let limit_m = study.walk(question.group).limit_m(question.function);
    question.farthest_m = args.farthest_m(Some(limit_m))?;
    let ids: Vec<&str> = question.places.iter().map(|place| place.id.as_str()).collect();
    let (wanted, ruled_out) = (find_sites(&args.with, &ids)?, find_sites(&args.without, &ids)?);
    let lay_down = |standing: &mut [Standing]| {
        for site in &wanted {
            if standing[*site] == Standing::Candidate {
                standing[*site] = Standing::Forced;
            }
        }
        ruled_out.iter().for_each(|site| standing[*site] = Standing::Forbidden);
    };
    // Early plans are made for the models that know all they need by now.
    let units = Some(units_of(session.study(), &homes(session.study(), question.group)));
    let sites = question.places.len() + existing_places(session.study(), &question).len();
    let known = Supply { units, sites, ..Supply::default() };
    let model = args.asked(Some(limit_m), known).ok();
    let leaves_out = args.leave_out_unreachable;
    // A ranking, futures and a front are about all candidates.
    let is_plan_enough = !args.ranking && args.models.robust.is_empty() && !args.models.pareto;
    let aim = |model| EarlyAim { model, lay_down: &lay_down, leaves_out, is_plan_enough };
    let aim = model.as_ref().map(aim);
    let clock = args.clock();
    let (offered, own) = question.places.split_at(own_from);
    // A scenario's places stand in every comparison with it, and the candidates that they are at.
    let is_own = |place: &SitePlace| own.iter().any(|own| own.origin == place.origin);
    let at_own = (0..own_from).filter(|site| is_own(&offered[*site]));
    let must: Vec<usize> =
        (own_from..question.places.len()).chain(at_own).chain(wanted.iter().copied()).collect();
    let needed = Needed { count: args.count.unwrap_or(1), places: &must };
    let measured =
        showing_stages(language, |show| surveyed(study, &question, needed, aim, &clock, show));
    let (StudyProblem { mut problem, buildings, extent }, groundwork) =
        measured.map_err(|_| Failure::Usage(too_many_pairs()))?;
    notes.extend(partly_measured(extent, question.places.len()));
    lay_down(&mut problem.standing);
    notes.extend(args.leave_out(&mut problem, question.farthest_m));
    Ok(Prepared { session, question, problem, buildings, groundwork, clock, limit_m, notes })
}

/// The study under the walk of the command line, the candidates to choose among, and its warnings.
pub(super) fn open(
    args: &SiteArgs,
    language: Language,
) -> Result<(SiteChoice, Session, Vec<Message>), Failure> {
    let (choice, study_args) = args.study.choosing_candidates();
    let OpenedStudy { mut session, warnings, sources, .. } =
        study_args.open_with_candidates(language)?;
    let candidates = sources.iter().filter(|source| source.role == Role::Candidates);
    if study_args.names_candidates() && candidates.map(|source| source.count).sum::<usize>() == 0 {
        return Err(Failure::Result(Message::new(
            "--candidates 指定的文件中没有可用的候选点",
            "the file named by --candidates has no candidate that can be used",
        )));
    }
    args.walk.apply(&mut session)?;
    let choice = match choice.as_deref() {
        Some("all") => SiteChoice::AllBuildings,
        _ => SiteChoice::Stock(args.review.rule()),
    };
    let notes = warnings.iter().map(|problem| {
        Message::new(problem.one_line(Language::Zh), problem.one_line(Language::En))
    });
    Ok((choice, session, notes.collect()))
}

impl Prepared {
    /// Rooms by area and the standard, and the units of the homes.
    pub fn supply(&self) -> Supply {
        let study = self.session.study();
        Supply {
            capacities: self.capacities(),
            units: Some(units_of(study, &self.buildings)),
            sites: self.problem.sites(),
        }
    }

    /// Rooms of the places by usable area and the standard; existing facilities have their own. Nothing
    /// where the standard names no area, or a place has none.
    fn capacities(&self) -> Option<Vec<f64>> {
        let study = self.session.study();
        let function = self.question.function;
        let kept = self.question.keeping.into_iter();
        let kept = kept.flat_map(|scenario| study.facilities(scenario).values());
        let existing = kept.filter(|facility| facility.offers(function));
        let existing = existing
            .map(|facility| AreaUse::of(facility).counted_for(function).map(|counted| counted.m2));
        let places = self.question.places.iter().map(|place| place.usable_area_m2);
        rooms_by_area(study, function, places.chain(existing))
    }

    /// Solves with progress on the terminal; what comes out has the time of measuring in it.
    pub fn solve(
        &self,
        args: &SiteArgs,
        model: &SiteModel,
        language: Language,
    ) -> Result<Solution, Failure> {
        let found = showing_progress(language, self.clock.seconds(), |listener| {
            self.groundwork.solve(model, &self.problem, args.limits(), listener)
        });
        let solution = found.map_err(unsolved)?;
        Ok(Solution { seconds: self.clock.seconds(), ..solution })
    }

    /// See [`SiteArgs::rank`].
    fn rank(&self, args: &SiteArgs) -> Result<Ranking, Failure> {
        let id = |site: usize| self.question.places[site].id.clone();
        let what = args.ranking_by.gain_of();
        // Where nothing stays, all want the function alike, and nothing has room.
        let is_counted = args.keep_existing && what != GainOf::Residents;
        let wanted: Option<Vec<f64>> = is_counted.then(|| {
            let unmet = self.session.unmet((self.question.function, self.question.group), what);
            let homes = self.buildings.iter();
            homes.map(|building| unmet.at(*building as usize).as_f64()).collect()
        });
        args.rank(&self.problem, Some(self.limit_m), wanted.as_deref(), id)
    }

    pub fn ids(&self, sites: &[usize]) -> Vec<&str> {
        sites.iter().map(|site| self.question.places[*site].id.as_str()).collect()
    }
}

/// What is asked, but for how far one walks.
fn question(
    args: &SiteArgs,
    choice: SiteChoice,
    session: &Session,
) -> Result<SiteQuestion, Failure> {
    let study = session.study();
    let function = named_function(args, study)?;
    // Where nothing stays, what stands in the premises now goes.
    let places = match args.keep_existing {
        true => choice.free_places(study, session.shown(), function),
        false => choice.places(study, function),
    };
    if places.is_empty() {
        return Err(Failure::Usage(no_candidates()));
    }
    Ok(SiteQuestion {
        function,
        group: index_of_group(args.group.group, study.layers().buildings.demand())?,
        farthest_m: f64::INFINITY,
        places,
        keeping: args.keep_existing.then(|| session.shown()),
    })
}

/// The function that is to be named.
pub(super) fn named_function(args: &SiteArgs, study: &Study) -> Result<FunctionIndex, Failure> {
    args.walk.chosen_function(study.standard())?.ok_or_else(|| {
        Failure::Usage(Message::new(
            "请用 --function 指明要布局的功能",
            "name the function to be sited with --function",
        ))
    })
}

/// The functions named by `--function A,B,…`, ascending.
pub(super) fn named_functions(
    args: &SiteArgs,
    standard: &Standard,
) -> Result<Vec<FunctionIndex>, Failure> {
    let named = args.walk.function.as_deref().unwrap_or_default();
    let named = named.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty());
    let mut indexes: Vec<FunctionIndex> =
        named.map(|name| find_function(standard, name)).collect::<Result<_, _>>()?;
    indexes.sort_unstable();
    indexes.dedup();
    Ok(indexes)
}

fn fewer_candidates(count: usize, available: usize) -> Failure {
    Failure::Usage(Message::new(
        format!("只有 {available} 个候选点，不够 {count} 处"),
        format!("{count} sites are more than the {available} candidates"),
    ))
}

pub(super) fn no_candidates() -> Message {
    Message::new(
        "没有候选点：请用 --candidates 文件、stock 或 all 指明",
        "there are no candidates: name them with --candidates FILE, stock or all",
    )
}

/// That only some of the candidates are measured, where that is so, and what it means for the plan.
pub(super) fn partly_measured(extent: Extent, of: usize) -> Option<Message> {
    let meaning = match extent {
        Extent::Weighed => Text::new(
            "；与建筑的组合过多，未逐对量算",
            "; there are too many pairs with buildings to measure one by one",
        ),
        Extent::Ended { .. } => Text::new(
            "，方案从中选出，界对全部候选点成立",
            "; the plan is of these, the bound holds for all",
        ),
        Extent::Whole | Extent::Full { .. } => Text::new("", ""),
    };
    extent.fact(of).map(|fact| fact.followed_by(meaning))
}

pub(super) fn too_many_pairs() -> Message {
    TooManyPairs.fact().followed_by(Text::new(
        "；请减少候选点或缩短步行距离",
        "; take fewer candidates or a shorter limit",
    ))
}

/// What the question was about.
pub(super) fn about(
    args: &SiteArgs,
    session: &Session,
    question: &SiteQuestion,
    limit_m: f64,
) -> Map<String, Value> {
    let study = session.study();
    let parameters = study.parameters();
    let limit_m = limit_m.is_finite().then_some(limit_m);
    let fields = [
        ("function", json!(study.standard().function(question.function).id)),
        ("group", json!(args.group.group.id())),
        ("crs", json!(study.layers().crs.code())),
        (
            "walk",
            json!({
                "model": parameters.model.id(),
                "limit_m": limit_m,
                "detour": parameters.detour,
            }),
        ),
        // A scenario that is compared or phased stands on the base, which stays.
        ("keep_existing", json!(question.keeping.is_some() || args.models.beside.is_some())),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}
