#include "ledger/base/error.h"

namespace sillok {

int exit_code(Fault fault) {
  switch (fault) {
    case Fault::refused:
    case Fault::not_found:
    case Fault::damaged: return 1;
    case Fault::misuse: return 2;
    case Fault::malformed: return 3;
    case Fault::unavailable:
    case Fault::outcome_unknown: return 4;
  }
  return 4;
}

}  // namespace sillok
