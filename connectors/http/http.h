#pragma once
// What a handler of HTTP sees: a whole request, a whole answer. No header reaches a handler that it does not ask for.
#include <functional>
#include <string>
#include <vector>

namespace sillok::http {

struct Header {
  std::string name, value;
};

struct Request {
  std::string method, path, body;  // the path without its query, as it was sent
  // The caller is on this machine, and no proxy says that it speaks for another one.
  bool is_local = false;
  std::vector<Header> fields = {};  // of the head, those of our own: `sillok-…`, in small letters
};

struct Response {
  unsigned status = 200;
  std::string body, content_type = "text/plain; charset=utf-8";
  std::string cache_control = "no-store";
  std::vector<Header> headers = {};  // besides those that every answer has
};

// Called by several threads at once.
using Handler = std::function<Response(const Request&)>;
// What is said where no handler was asked: of a request that the gate refuses, of a connection too many (503), of a
// handler that failed (500). Called by several threads at once.
using Refusal = std::function<Response(unsigned status, const std::string& why)>;

}  // namespace sillok::http
