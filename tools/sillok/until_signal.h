#pragma once
// For commands that run until they are told to end. A signal that ends the program is taken by a thread that waits for
// it, so nothing is cut in the middle.
#include <csignal>
#include <functional>
#include <thread>

namespace sillok::cli {

class UntilSignal {
 public:
  // From here on SIGINT and SIGTERM wait. To be made before any other thread, which then leaves them alone as well.
  UntilSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  // Ends without having been told to where the command ends by itself.
  ~UntilSignal() {
    if (!waits_.joinable()) return;
    pthread_kill(waits_.native_handle(), SIGTERM);
    waits_.join();
  }
  UntilSignal(const UntilSignal&) = delete;
  UntilSignal& operator=(const UntilSignal&) = delete;

  // `stop` is called once, on a thread of its own, at the first signal since this was made.
  void then(std::function<void()> stop) {
    waits_ = std::thread{[this, stop = std::move(stop)] {
      int signal = 0;
      sigwait(&signals_, &signal);
      stop();
    }};
  }

 private:
  sigset_t signals_{};
  std::thread waits_;
};

}  // namespace sillok::cli
