#include "connectors/service/problem.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>

namespace sillok::service {
namespace {

struct Status {
  unsigned number;
  const char* title;  // as RFC 9110 names it
  const char* code;   // of a refusal without a better one
};
constexpr Status kStatuses[] = {
    {400, "Bad Request", "http.malformed"},
    {401, "Unauthorized", "login.required"},
    {403, "Forbidden", "http.forbidden"},
    {404, "Not Found", "http.not_found"},
    {405, "Method Not Allowed", "http.method"},
    {411, "Length Required", "http.no_length"},
    {413, "Content Too Large", "http.body_too_long"},
    {417, "Expectation Failed", "http.expectation"},
    {431, "Request Header Fields Too Large", "http.head_too_long"},
    {500, "Internal Server Error", "http.failed"},
    {501, "Not Implemented", "http.transfer_coding"},
    {503, "Service Unavailable", "http.busy"},
    {505, "HTTP Version Not Supported", "http.version"},
};

const Status& row_of(unsigned status) {
  const auto* const row =
      std::find_if(std::begin(kStatuses), std::end(kStatuses), [&](const Status& it) { return it.number == status; });
  return row == std::end(kStatuses) ? *kStatuses : *row;
}

unsigned status_of(Fault fault) {
  switch (fault) {
    case Fault::refused: return 403;
    case Fault::not_found: return 404;
    case Fault::damaged: return 500;
    case Fault::misuse:
    case Fault::malformed: return 400;
    case Fault::unavailable:
    case Fault::outcome_unknown: return 503;
  }
  return 500;
}

}  // namespace

http::Response problem(unsigned status, const std::string& code, const std::string& detail) {
  const boost::json::object object{
      {"type", "about:blank"}, {"title", row_of(status).title}, {"status", status}, {"detail", detail}, {"code", code}};
  http::Response response{status, boost::json::serialize(object) + '\n', "application/problem+json"};
  // RFC 9110 wants these two with them.
  if (status == 401) response.headers.push_back({"WWW-Authenticate", "Sillok realm=\"sillok\""});
  if (status == 405) response.headers.push_back({"Allow", "GET, HEAD"});
  return response;
}

http::Response problem(const Error& error) {
  const unsigned status = status_of(error.fault);
  if (status < 500) return problem(status, error.code, error.message);
  return problem(status, error.code,
                 status == 503 ? "this can't be answered now; ask again later"
                               : "what is stored does not hold; the operator of this ledger has to look at it");
}

std::string code_of_refusal(unsigned status) { return row_of(status).code; }

}  // namespace sillok::service
