#pragma once
// Errors as RFC 9457 problem details, with the refusal code (contract §9). Pure; any thread.
#include <string>

#include "connectors/http/http.h"
#include "ledger/base/error.h"

namespace sillok::service {

http::Response problem(unsigned status, const std::string& code, const std::string& detail);
// Of damage, and of what is not available now, a caller learns the code: the rest is this machine's.
http::Response problem(const Error& error);
// The code of what the server refuses before any handler is asked.
std::string code_of_refusal(unsigned status);

}  // namespace sillok::service
