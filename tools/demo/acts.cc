// Small facts about acts that several parts of the demo share.
#include "tools/demo/world.h"

namespace sillok::demo {

PlainAct make_act(Act act, std::string subject, Date effective_on,
                  std::initializer_list<std::pair<const Field, Value>> data) {
  PlainAct out;
  out.act = act;
  out.subject = std::move(subject);
  out.effective_on = effective_on;
  out.data = data;
  return out;
}

std::string_view legal_basis_of(Act act) {
  switch (act) {
    case Act::kHired: return "SPOA:28";
    case Act::kRegularized: return "SPOA:29";
    case Act::kPromoted: return "SPOA:40";
    case Act::kSeriesChanged: return "SPOA:28-3";
    case Act::kTransferred: return "DAPO:44";
    case Act::kTransferredIn: return "DAPO:45-2";
    case Act::kAssignedActing:
    case Act::kActingEnded: return "DAPO:43";
    case Act::kConcurrentStarted:
    case Act::kConcurrentEnded: return "DAPO:40";
    case Act::kSeconded:
    case Act::kSecondmentExtended:
    case Act::kReturned: return "DAPO:41";
    case Act::kDemotedByConsent: return "SPOA:73-4";
    case Act::kLeaveStarted:
    case Act::kLeaveExtended: return "SPOA:71";
    case Act::kReinstated: return "SPOA:73";
    case Act::kRemovedFromPosition: return "SPOA:73-3";
    case Act::kDismissed: return "SPOA:70";
    case Act::kRetired: return "SPOA:74";
    case Act::kResigned: return "SPOA:78-4";
    case Act::kStepRaised: return "RRPO:13";
    case Act::kStepRefixed: return "RRPO:9";
    case Act::kStepCorrected: return "RRPO:18";
    case Act::kCreditGranted: return "RRPO:8";
    case Act::kInvestigationOpened:
    case Act::kInvestigationClosed: return "SPOA:83";
    case Act::kSanctionRequested:
    case Act::kSanctioned: return "SPOA:78";
    case Act::kAppealed:
    case Act::kAppealDecided: return "SPOA:76";
    case Act::kExpunged: return "DPR:9";
    case Act::kAwarded:
    case Act::kAwardRevoked: return "SPOA:51";
    case Act::kTrained:
    case Act::kEducated: return "SPOA:50";
    case Act::kEvaluated: return "PER:12";
    case Act::kTermExtended: return "SPOA:26-5";
    default: return "DPR:8";
  }
}

int steps_max(int grade) {
  static constexpr int kSteps[] = {0, 23, 25, 27, 28, 30, 32, 31, 31, 31};
  return kSteps[grade];
}

std::int64_t number(Date date) { return date.days; }

}  // namespace sillok::demo
