#pragma once
// What a handler of HTTP sees: a whole request, a whole answer. No header reaches a handler that it does not ask for.
#include <functional>
#include <string>

namespace sillok::http {

struct Request {
  std::string method, path, body;  // the path without its query, as it was sent
};

struct Response {
  unsigned status = 200;
  std::string body, content_type = "text/plain; charset=utf-8";
};

// Called by several threads at once.
using Handler = std::function<Response(const Request&)>;

}  // namespace sillok::http
