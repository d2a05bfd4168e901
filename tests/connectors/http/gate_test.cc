// What two programs could read in two ways is refused (RFC 9112; the seven heads that Beast takes, and more).
#include "connectors/http/gate.h"

#include <gtest/gtest.h>

namespace sillok::http {
namespace {

constexpr std::uint64_t kBodyMax = 1000;

unsigned status(const std::string& head) {
  Refused refused;
  return read_head(head, kBodyMax, refused) ? 200 : refused.status;
}

TEST(HttpGate, HasOneReadingOfWhatPasses) {
  Refused refused;
  const auto get = read_head("GET /a/b?c=d HTTP/1.1\r\nHost: x\r\n\r\n", kBodyMax, refused);
  ASSERT_TRUE(get);
  EXPECT_EQ(get->method, "GET");
  EXPECT_EQ(get->target, "/a/b?c=d");
  EXPECT_EQ(get->content_length, 0u);
  EXPECT_TRUE(get->keeps_alive);
  const auto post =
      read_head("POST / HTTP/1.1\r\nhost:x\r\nCONTENT-LENGTH:\t 1000 \r\nConnection: close\r\n\r\n", kBodyMax, refused);
  ASSERT_TRUE(post);
  EXPECT_EQ(post->content_length, 1000u);
  EXPECT_FALSE(post->keeps_alive);
  EXPECT_FALSE(get->is_forwarded);
  for (const char* field : {"Forwarded: for=10.0.0.1", "X-Forwarded-For: 10.0.0.1", "x-forwarded-proto: https",
                            "Via: 1.1 proxy", "X-Real-IP: 10.0.0.1"}) {
    const auto passed_on =
        read_head(std::string{"GET / HTTP/1.1\r\nHost: x\r\n"} + field + "\r\n\r\n", kBodyMax, refused);
    EXPECT_TRUE(passed_on && passed_on->is_forwarded) << field;
  }
  EXPECT_FALSE(read_head("GET / HTTP/1.0\r\n\r\n", kBodyMax, refused)->keeps_alive);
}

TEST(HttpGate, RefusesTheRest) {
  const std::string host = "Host: x\r\n", post = "POST / HTTP/1.1\r\nHost: x\r\n",
                    get = "GET / HTTP/1.1\r\nHost: x\r\n";
  struct Case {
    const char* name;
    std::string head;
    unsigned status;
  };
  const Case cases[] = {
      {"transfer-encoding before a length", post + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\n", 501},
      {"a length before transfer-encoding", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
      {"chunks", post + "Transfer-Encoding: chunked\r\n\r\n", 501},
      {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
      {"two equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", 400},
      {"two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
      {"a list of lengths", post + "Content-Length: 5, 5\r\n\r\n", 400},
      {"a length with a sign", post + "Content-Length: +5\r\n\r\n", 400},
      {"a length in hexadecimal", post + "Content-Length: 0x5\r\n\r\n", 400},
      {"a length of nothing", post + "Content-Length: \r\n\r\n", 400},
      {"a length that does not fit", post + "Content-Length: 99999999999999999999\r\n\r\n", 413},
      {"a length above the limit", post + "Content-Length: 1001\r\n\r\n", 413},
      {"a POST without a length", post + "\r\n", 411},
      {"a body of a GET", get + "Content-Length: 5\r\n\r\n", 400},
      {"a folded line", get + "A: b\r\n c\r\n\r\n", 400},
      {"a line folded by a tab", get + "A: b\r\n\tc\r\n\r\n", 400},
      {"two hosts", get + host + "\r\n", 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"a space before the colon", get + "A : b\r\n\r\n", 400},
      {"no name", get + ": b\r\n\r\n", 400},
      {"no colon", get + "abc\r\n\r\n", 400},
      {"a line feed within a value", get + "A: b\nContent-Length: 3\r\n\r\n", 400},
      {"a carriage return within a value", get + "A: b\rc\r\n\r\n", 400},
      {"a zero byte", get + std::string("A: b\0c\r\n\r\n", 10), 400},
      {"a byte above ASCII", get + "A: \xc3\xa9\r\n\r\n", 400},
      {"another protocol", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
      {"no protocol", "GET /\r\nHost: x\r\n\r\n", 400},
      {"two spaces", "GET / x HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"an absolute target", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"another method", "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", 405},
      {"a method with a colon", "GET: / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"a wait for permission", post + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n", 417},
      {"line feeds alone", "GET / HTTP/1.1\nHost: x\n\n", 400},
      {"nothing", "", 400},
      {"an empty line alone", "\r\n\r\n", 400},
  };
  for (const Case& each : cases) EXPECT_EQ(status(each.head), each.status) << each.name;
}

}  // namespace
}  // namespace sillok::http
