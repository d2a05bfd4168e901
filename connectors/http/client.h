#pragma once
// One request to an HTTP server, whole or not at all. Any thread.
#include <chrono>
#include <string>

#include "connectors/http/http.h"
#include "ledger/base/result.h"

namespace sillok::http {

// `url` is http:// or https:// (by the system's certificates). The answer may have any status. Fault::misuse
// (url.malformed); unavailable (url.unreachable) where there is no whole answer within `timeout`.
Result<Response> post(const std::string& url, const std::string& body, std::chrono::milliseconds timeout);
// Whether post() would take it.
bool is_url(const std::string& url);

}  // namespace sillok::http
