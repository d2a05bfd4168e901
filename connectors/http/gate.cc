#include "connectors/http/gate.h"

#include <algorithm>
#include <charconv>

namespace sillok::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find(kLineEnd);
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + kLineEnd.size());
  return line;
}

class HeadReader {
 public:
  HeadReader(std::uint64_t body_max, Refused& refused) : body_max_(body_max), refused_(refused) {}

  std::optional<Head> read(std::string_view text) {
    const bool ok = read_request_line(take_line(text)) && read_fields(text) && check();
    return ok ? std::optional{std::move(head_)} : std::nullopt;
  }

 private:
  bool refuse(unsigned status, const char* why) {
    refused_ = {status, why};
    return false;
  }

  bool read_request_line(std::string_view line) {
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(400, "not a request line");
    const std::string_view method = line.substr(0, first), target = line.substr(first + 1, last - first - 1),
                           version = line.substr(last + 1);
    if (!is_token(method) || !std::all_of(target.begin(), target.end(), is_visible) || !target.starts_with('/'))
      return refuse(400, "not a request line");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return refuse(505, "HTTP/1.1 is spoken here");
    is_old_ = version == "HTTP/1.0";
    if (method != "GET" && method != "POST" && method != "HEAD")
      return refuse(405, "GET, HEAD and POST are known here");
    head_.method = method;
    head_.target = target;
    head_.keeps_alive = !is_old_;
    return true;
  }

  bool read_fields(std::string_view text) {
    while (text != kLineEnd) {
      const std::string_view line = take_line(text);
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return refuse(400, "a header field is `name: value`, on one line");
      const std::string name = lower(line.substr(0, colon));
      const std::string_view value = trimmed(line.substr(colon + 1));
      const bool is_text =
          std::all_of(value.begin(), value.end(), [](char c) { return is_visible(c) || c == ' ' || c == '\t'; });
      if (!is_text) return refuse(400, "a header field holds visible ASCII alone");
      if (!take_field(name, value)) return false;
    }
    return true;
  }

  bool take_field(const std::string& name, std::string_view value) {
    if (name == "transfer-encoding") return refuse(501, "a body comes with its Content-Length here");
    if (name == "host") {
      ++hosts_;
    } else if (name == "content-length") {
      if (++lengths_ > 1) return refuse(400, "one Content-Length, please");
      const auto* const end = value.data() + value.size();
      const bool is_number =
          !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
      const auto [rest, error] = std::from_chars(value.data(), end, head_.content_length);
      if (!is_number || rest != end) return refuse(400, "Content-Length is a number");
      if (error != std::errc{} || head_.content_length > body_max_) return refuse(413, "the body is too long");
    } else if (name == "connection" && lower(value) == "close") {
      head_.keeps_alive = false;
    } else if (name == "forwarded" || name == "via" || name.starts_with("x-forwarded-") || name == "x-real-ip") {
      head_.is_forwarded = true;
    } else if (name.starts_with("sillok-")) {
      head_.own.push_back({name, std::string{value}});
    } else if (name == "expect") {
      return refuse(417, "send the body at once");
    }
    return true;
  }

  bool check() {
    if (hosts_ > 1 || (hosts_ == 0 && !is_old_)) return refuse(400, "one Host, please");
    if (head_.method != "POST" && head_.content_length > 0) return refuse(400, "only a POST has a body here");
    if (head_.method == "POST" && lengths_ == 0) return refuse(411, "a body comes with its Content-Length here");
    return true;
  }

  const std::uint64_t body_max_;
  Refused& refused_;
  Head head_;
  int hosts_ = 0, lengths_ = 0;
  bool is_old_ = false;
};

}  // namespace

std::optional<Head> read_head(std::string_view head, std::uint64_t body_max, Refused& refused) {
  if (!head.ends_with("\r\n\r\n")) {
    refused = {400, "no end of the head"};
    return std::nullopt;
  }
  return HeadReader(body_max, refused).read(head);
}

}  // namespace sillok::http
