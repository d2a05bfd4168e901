// What the system says of this process (proc(5), getrusage(2)).
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "connectors/service/metrics.h"
#include "ledger/base/date.h"

namespace sillok::service {
namespace {

constexpr double kMicrosecond = 1e-6;

double resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  double size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double processor_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * kMicrosecond;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double open_files() {
  double count = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator each{"/proc/self/fd", error}; !error && each != end(each);
       each.increment(error))
    ++count;
  return count;
}

}  // namespace

void add_process_figures(Metrics& metrics) {
  metrics.add_gauge("sillok_process_resident_memory_bytes", "Memory that this process holds.", resident_bytes);
  metrics.add_counter("sillok_process_cpu_seconds_total", "Processor time that this process has used.",
                      processor_seconds);
  metrics.add_gauge("sillok_process_open_files", "Files and connections that this process has open.", open_files);
  metrics.add_gauge("sillok_process_start_time_seconds", "When this process began, seconds since 1970.",
                    [began = static_cast<double>(wall_clock_now().micros) * kMicrosecond] { return began; });
}

}  // namespace sillok::service
