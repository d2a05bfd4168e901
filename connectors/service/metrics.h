#pragma once
// What this process tells of itself at `/metrics`, in Prometheus' text form (ops/metrics.md says what each figure
// means). Names begin with `sillok_` and end with their base unit. Any thread.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sillok::service {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Asked for whenever somebody reads, from any thread. `label` as {name, value}; several of one name differ in it.
  using Figure = std::function<double()>;
  struct Label {
    std::string name, value;
  };
  void add_gauge(const std::string& name, const std::string& help, Figure figure, Label label = {});
  // A figure that never goes down.
  void add_counter(const std::string& name, const std::string& help, Figure figure, Label label = {});

  // One answer over HTTP. `pattern` is one of few, never a path as it was asked.
  void answered(std::string_view pattern, unsigned status, std::chrono::duration<double> took);

  std::string text() const;
  static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Memory, processor time, open files, and since when it runs.
void add_process_figures(Metrics& metrics);

}  // namespace sillok::service
