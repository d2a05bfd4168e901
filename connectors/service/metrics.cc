#include "connectors/service/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace sillok::service {
namespace {

// From what a tile costs to what a large answer may; seconds.
const prometheus::Histogram::BucketBoundaries kSeconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                       0.1,    0.25,  0.5,    1,     2.5,  5,     10};

}  // namespace

struct Metrics::Inside {
  struct Asked {
    std::string name, help;
    prometheus::MetricType type;
    Figure figure;
    Label label;
  };

  void add(Asked asked) {
    const std::lock_guard lock(mutex);
    figures.push_back(std::move(asked));
  }

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                          .Name("sillok_http_requests_total")
                                                          .Help("Answers over HTTP, by what was asked for and status.")
                                                          .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram()
          .Name("sillok_http_request_duration_seconds")
          .Help("How long an answer took to make, from the whole request on, by what was asked for.")
          .Register(registry);
  mutable std::mutex mutex;
  std::vector<Asked> figures;
};

Metrics::Metrics() : inside_(std::make_unique<Inside>()) {}
Metrics::~Metrics() = default;

void Metrics::add_gauge(const std::string& name, const std::string& help, Figure figure, Label label) {
  inside_->add({name, help, prometheus::MetricType::Gauge, std::move(figure), std::move(label)});
}

void Metrics::add_counter(const std::string& name, const std::string& help, Figure figure, Label label) {
  inside_->add({name, help, prometheus::MetricType::Counter, std::move(figure), std::move(label)});
}

void Metrics::answered(std::string_view pattern, unsigned status, std::chrono::duration<double> took) {
  const std::string path{pattern};
  inside_->requests.Add({{"path", path}, {"status", std::to_string(status)}}).Increment();
  inside_->seconds.Add({{"path", path}}, kSeconds).Observe(took.count());
}

std::string Metrics::text() const {
  std::vector<prometheus::MetricFamily> families = inside_->registry.Collect();
  std::vector<Inside::Asked> figures;
  {
    const std::lock_guard lock(inside_->mutex);
    figures = inside_->figures;
  }
  for (const Inside::Asked& each : figures) {
    auto family = std::find_if(families.begin(), families.end(), [&](const auto& it) { return it.name == each.name; });
    if (family == families.end()) family = families.insert(families.end(), {each.name, each.help, each.type, {}});
    prometheus::ClientMetric metric;
    if (!each.label.name.empty()) metric.label.push_back({each.label.name, each.label.value});
    (each.type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value) = each.figure();
    family->metric.push_back(std::move(metric));
  }
  return prometheus::TextSerializer{}.prometheus::Serializer::Serialize(families);
}

}  // namespace sillok::service
