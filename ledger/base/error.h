#pragma once
// Errors are values: a fault class, a stable code, a place, and what to do.
// Never personal data in any of them (contract §2).
#include <cstdint>
#include <string>
#include <string_view>

namespace sillok {

// A new fault only where a caller would act differently.
enum class Fault : std::uint8_t {
  refused,          // the answer is no: a rule, a right or a check says so        exit 1
  not_found,        // nothing of that name is there                               exit 1
  damaged,          // stored or offered bytes do not hold                         exit 1
  misuse,           // wrong use, or a configuration that must not run             exit 2
  malformed,        // input that can't be read as what it should be               exit 3
  unavailable,      // locked, unreachable, full: ask again later                  exit 4
  outcome_unknown,  // it may have been recorded: ask again, same command_id       exit 4
};

struct Error {
  Fault fault = Fault::refused;
  std::string code;     // `area.reason`, e.g. `log.behind_anchor`
  std::string where;    // file:line, position, person or rule; may be empty
  std::string message;  // what holds not, and what to do about it
};

// The exit code of contract §2 for a fault.
int exit_code(Fault fault);

}  // namespace sillok
