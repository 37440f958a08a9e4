//! Saving in the background: steps are written by a thread of their own, in their order, while
//! the window goes on. What cannot be written is kept and tried again.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{SaveProblem, SavedStudy, StudyFile};
use crate::files::Progress;
use crate::jobs::{Job, JobContext};
use crate::language::Message;
use crate::session::Commit;
use crate::study::ScenarioId;

/// After a failure, the next attempt comes by itself.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Once nothing was written for so long, the file is made whole by itself.
const SETTLE_AFTER: Duration = Duration::from_millis(400);

/// Writes a study file in the background. Dropping it waits until all is written, or cannot be.
pub struct Saver {
    orders: Option<Sender<Order>>,
    state: Arc<Mutex<SaveState>>,
    path: PathBuf,
    job: Job<SaveStage, ()>,
}

/// How far a new file is.
#[derive(Debug, Clone)]
pub struct SaveStage {
    pub what: Message,
    pub done: usize,
    pub total: usize,
}

/// What is written and what is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SaveState {
    /// Steps that are not in the file yet.
    pub pending: usize,
    /// Why the last attempt failed; steps are kept and tried again.
    pub problem: Option<SaveProblem>,
    /// Whether the file was still being made.
    pub creating: bool,
}

enum Order {
    Write(Box<Commit>),
    RememberShown(ScenarioId),
    Compact,
    Retry,
}

/// The file to write, or the study to begin it with.
enum Beginning {
    Opened(StudyFile),
    Create { path: PathBuf, saved: Box<SavedStudy> },
}

impl Saver {
    /// Goes on with a file that was opened; `wake` is called when the state changes.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn of_file(
        file: StudyFile,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let path = file.path().to_path_buf();
        Self::start(path, Beginning::Opened(file), wake)
    }

    /// Makes a new file in the background. Steps may be sent at once; they are written after it
    /// is made.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn of_new_file(
        path: &Path,
        saved: SavedStudy,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let path = path.to_path_buf();
        let beginning = Beginning::Create { path: path.clone(), saved: Box::new(saved) };
        Self::start(path, beginning, wake)
    }

    fn start(
        path: PathBuf,
        beginning: Beginning,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let creating = matches!(beginning, Beginning::Create { .. });
        let state = Arc::new(Mutex::new(SaveState { creating, ..SaveState::default() }));
        let (orders, received) = channel();
        let worker = Worker { state: state.clone(), waiting: VecDeque::new() };
        let job =
            Job::start("save", wake, move |context| worker.run(beginning, &received, context))?;
        Ok(Self { orders: Some(orders), state, path, job })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a step after those sent before.
    pub fn write(&self, commit: Commit) {
        self.locked(|state| state.pending += 1);
        self.send(Order::Write(Box::new(commit)));
    }

    /// Notes which scenario is shown.
    pub fn remember_shown(&self, scenario: ScenarioId) {
        self.send(Order::RememberShown(scenario));
    }

    /// Gives unused space of the file back to the disk.
    pub fn compact(&self) {
        self.send(Order::Compact);
    }

    /// Tries again at once what could not be written.
    pub fn retry(&self) {
        self.send(Order::Retry);
    }

    pub fn state(&self) -> SaveState {
        self.locked(|state| state.clone())
    }

    /// How far a new file is.
    pub fn stage(&self) -> Option<SaveStage> {
        self.state().creating.then(|| self.job.progress()).flatten()
    }

    /// Waits until all is written, or cannot be.
    pub fn finish(mut self) -> SaveState {
        self.end();
        self.state()
    }

    fn end(&mut self) {
        // The thread ends when it has read the last order.
        self.orders = None;
        while self.job.poll().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread only ends when told to, or by a fault that `poll` reports.
            let _ = orders.send(order);
        }
    }

    fn locked<T>(&self, read: impl FnOnce(&mut SaveState) -> T) -> T {
        read(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        if self.orders.is_some() {
            self.end();
        }
    }
}

/// The thread's side.
struct Worker {
    state: Arc<Mutex<SaveState>>,
    /// Orders not carried out yet, in their order.
    waiting: VecDeque<Order>,
}

impl Worker {
    fn run(
        mut self,
        beginning: Beginning,
        orders: &Receiver<Order>,
        context: &JobContext<SaveStage>,
    ) {
        let Some(mut file) = self.begin(beginning, orders, context) else { return };
        let mut is_settled = true;
        loop {
            is_settled &= self.waiting.is_empty();
            self.work_off(&mut file);
            context.wake();
            if !is_settled && self.waiting.is_empty() {
                match orders.recv_timeout(SETTLE_AFTER) {
                    Ok(order) => self.waiting.push_back(order),
                    Err(RecvTimeoutError::Timeout) => {
                        // Where it fails, the log still has everything; the next pause comes.
                        let _ = file.settle();
                        is_settled = true;
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                continue;
            }
            match self.next(orders) {
                Some(Order::Retry) => {}
                Some(order) => self.waiting.push_back(order),
                None => break,
            }
            while let Ok(order) = orders.try_recv() {
                self.waiting.push_back(order);
            }
        }
        self.work_off(&mut file);
    }

    /// Opens the file; makes it first if it is new, as often as it takes. `None` when the window
    /// has closed and it still cannot be made.
    fn begin(
        &mut self,
        beginning: Beginning,
        orders: &Receiver<Order>,
        context: &JobContext<SaveStage>,
    ) -> Option<StudyFile> {
        let (path, saved) = match beginning {
            Beginning::Opened(file) => return Some(file),
            Beginning::Create { path, saved } => (path, saved),
        };
        loop {
            match StudyFile::create(&path, &saved, &Stages(context)) {
                Ok(file) => {
                    self.locked(|state| {
                        state.creating = false;
                        state.problem = None;
                    });
                    context.wake();
                    return Some(file);
                }
                Err(error) => {
                    let problem = SaveProblem { path: path.clone(), error };
                    self.locked(|state| state.problem = Some(problem));
                    context.wake();
                }
            }
            match orders.recv_timeout(RETRY_AFTER) {
                Ok(Order::Retry) | Err(RecvTimeoutError::Timeout) => {}
                Ok(order) => self.waiting.push_back(order),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// The next order, or a reminder to try again; `None` when the window has closed.
    fn next(&self, orders: &Receiver<Order>) -> Option<Order> {
        if self.waiting.is_empty() {
            return orders.recv().ok();
        }
        match orders.recv_timeout(RETRY_AFTER) {
            Ok(order) => Some(order),
            Err(RecvTimeoutError::Timeout) => Some(Order::Retry),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Carries out what waits, in its order, until something fails.
    fn work_off(&mut self, file: &mut StudyFile) {
        while let Some(order) = self.waiting.front() {
            let done = match order {
                Order::Write(commit) => file.write(commit),
                Order::RememberShown(scenario) => file.remember_shown(*scenario),
                Order::Compact => file.compact(),
                Order::Retry => Ok(()),
            };
            let is_step = matches!(order, Order::Write(_));
            match done {
                Ok(()) => {
                    self.waiting.pop_front();
                    self.locked(|state| {
                        state.pending -= usize::from(is_step);
                        state.problem = None;
                    });
                }
                Err(error) => {
                    let problem = SaveProblem { path: file.path().to_path_buf(), error };
                    self.locked(|state| state.problem = Some(problem));
                    // A wish that is no step is not worth holding up the steps after it.
                    if is_step {
                        return;
                    }
                    self.waiting.pop_front();
                }
            }
        }
    }

    fn locked(&self, change: impl FnOnce(&mut SaveState)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Hands progress to the job. Making a file is not cancelled when the window closes: the study
/// is to be in it then.
struct Stages<'a>(&'a JobContext<SaveStage>);

impl Progress for Stages<'_> {
    fn stage(&self, what: Message, done: usize, total: usize) {
        self.0.report(SaveStage { what, done, total });
    }

    fn cancelled(&self) -> bool {
        false
    }
}
