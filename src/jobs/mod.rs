//! Work in the background: a named thread with progress and cancellation. Knows no term of
//! planning and no egui; whoever waits for the result passes a function that wakes it.
//!
//! What a job does on several threads it does on threads of its own: on those of the window, a frame
//! would wait until the job's part in front of it is done, which may be seconds. Where there are fewer
//! processors than threads, those of the window go first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// A running job. Dropping it cancels it.
pub struct Job<P, T> {
    shared: Arc<Shared<P>>,
    result: Receiver<Result<T, JobPanic>>,
}

/// The job's own code failed; carries the panic's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct JobPanic(pub String);

/// What the job's code sees of the one who started it.
pub struct JobContext<P> {
    shared: Arc<Shared<P>>,
}

struct Shared<P> {
    cancelled: AtomicBool,
    progress: Mutex<Option<P>>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl<P: Clone + Send + 'static, T: Send + 'static> Job<P, T> {
    /// Starts `work` on a thread of the given name; `wake` is called at every progress and at the
    /// end.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        name: &str,
        wake: impl Fn() + Send + Sync + 'static,
        work: impl FnOnce(&JobContext<P>) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            cancelled: AtomicBool::new(false),
            progress: Mutex::new(None),
            wake: Box::new(wake),
        });
        let (sender, result) = sync_channel(1);
        let context = JobContext { shared: shared.clone() };
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            give_way();
            let outcome = catch_unwind(AssertUnwindSafe(|| match own_threads() {
                Some(threads) => threads.install(|| work(&context)),
                None => work(&context),
            }));
            // The receiver is gone when the job was dropped: nobody wants the result then.
            let _ = sender.send(outcome.map_err(|panic| JobPanic(panic_text(&*panic))));
            (context.shared.wake)();
        })?;
        Ok(Self { shared, result })
    }

    /// The result, once, when there is one.
    pub fn poll(&self) -> Option<Result<T, JobPanic>> {
        match self.result.try_recv() {
            Ok(result) => Some(result),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(JobPanic("thread ended".to_owned()))),
        }
    }

    /// The newest progress reported.
    pub fn progress(&self) -> Option<P> {
        self.shared.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<P, T> Drop for Job<P, T> {
    fn drop(&mut self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }
}

impl<P> JobContext<P> {
    /// Whether the job should stop at the next occasion.
    pub fn cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// Wakes whoever waits, to look at something else than the progress.
    pub fn wake(&self) {
        (self.shared.wake)();
    }

    pub fn report(&self, progress: P) {
        *self.shared.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
        (self.shared.wake)();
    }

    /// Changes the newest progress, if there is any; wakes whoever waits when `change` says that
    /// it did.
    pub fn amend(&self, change: impl FnOnce(&mut P) -> bool) {
        let mut progress = self.shared.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let has_changed = progress.as_mut().is_some_and(change);
        drop(progress);
        if has_changed {
            (self.shared.wake)();
        }
    }
}

/// Lets the window go first where both ask for a processor: its frames are short, a job is not.
#[cfg(target_os = "linux")]
fn give_way() {
    /// As `nice` has it by default.
    const NICENESS: i32 = 10;
    // On Linux it is that of the thread, and of those it starts. Without it the job is a little in the way.
    let _ = rustix::process::nice(NICENESS);
}

/// Elsewhere it would be that of the whole program.
#[cfg(not(target_os = "linux"))]
fn give_way() {}

/// As many threads as the window's. `None` where the system gives no more: then those are shared.
fn own_threads() -> Option<rayon::ThreadPool> {
    let name = |number| format!("job {number}");
    rayon::ThreadPoolBuilder::new().thread_name(name).build().ok()
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn wait_for<P: Clone + Send + 'static, T: Send + 'static>(
        job: &Job<P, T>,
    ) -> Result<T, JobPanic> {
        let start = Instant::now();
        loop {
            if let Some(result) = job.poll() {
                return result;
            }
            assert!(start.elapsed() < Duration::from_secs(10), "the job never ended");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_job_reports_and_returns() {
        let job = Job::start(
            "test",
            || (),
            |context: &JobContext<u32>| {
                context.report(7);
                42
            },
        );
        let job = job.expect("a thread");
        assert_eq!(wait_for(&job), Ok(42));
        assert_eq!(job.progress(), Some(7));
    }

    #[test]
    fn a_job_at_work_on_all_its_threads_holds_up_nobody_else() {
        use rayon::prelude::*;
        let (begin, begun) = sync_channel(1);
        let job: Job<(), ()> = Job::start(
            "test",
            || (),
            move |context| {
                let _ = begin.send(());
                (0..rayon::current_num_threads()).into_par_iter().for_each(|_| {
                    while !context.cancelled() {
                        std::thread::yield_now();
                    }
                });
            },
        )
        .expect("a thread");
        begun.recv_timeout(Duration::from_secs(10)).expect("it has begun");
        assert_eq!((0..1000_u32).into_par_iter().sum::<u32>(), 499_500);
        assert!(job.poll().is_none(), "the job is still at work");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_window_goes_before_a_job_on_all_of_its_threads() {
        /// That of this thread: the 19th field, the second of which is a name in brackets.
        fn niceness() -> i32 {
            let about = std::fs::read_to_string("/proc/thread-self/stat").expect("readable");
            let (_, fields) = about.rsplit_once(") ").expect("a name in brackets");
            fields.split(' ').nth(16).expect("19 fields").parse().expect("a number")
        }
        let own = niceness();
        let job: Job<(), Vec<i32>> =
            Job::start("test", || (), |_| rayon::broadcast(|_| niceness())).expect("a thread");
        let of_job = wait_for(&job).expect("it ends");
        assert!(of_job.iter().all(|niceness| *niceness > own), "{of_job:?}");
        assert_eq!(niceness(), own, "the thread that waits is as it was");
    }

    #[test]
    fn a_panic_in_a_job_becomes_an_error() {
        let job: Job<(), ()> = Job::start("test", || (), |_| panic!("broken")).expect("a thread");
        assert_eq!(wait_for(&job), Err(JobPanic("broken".to_owned())));
    }

    #[test]
    fn dropping_a_job_cancels_it() {
        let (told, seen) = sync_channel(1);
        let job: Job<(), ()> = Job::start(
            "test",
            || (),
            move |context| {
                while !context.cancelled() {
                    std::thread::yield_now();
                }
                let _ = told.send(());
            },
        )
        .expect("a thread");
        drop(job);
        assert!(seen.recv_timeout(Duration::from_secs(10)).is_ok());
    }
}
