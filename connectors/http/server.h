#pragma once
// An HTTP/1.1 server behind the strict gate (gate.h). Every deadline is absolute: a byte now and then keeps nobody in.
// Where all places are taken, the connection that has waited longest without a whole request goes first. A handler
// that throws is answered for with 500, and the server goes on.
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "connectors/http/http.h"
#include "ledger/base/result.h"

namespace sillok::http {

struct Limits {
  std::size_t head_bytes = 8 << 10, body_bytes = 1 << 20, connections = 1024;
  std::chrono::milliseconds head{5'000};    // from its first byte
  std::chrono::milliseconds whole{30'000};  // from the first byte of the head to the last of the answer
  std::chrono::milliseconds idle{60'000};   // between two requests
  std::chrono::milliseconds ending{5'000};  // from stop() on, what is being answered then
};

class Server {
 public:
  // `address` as 127.0.0.1:8480 or [::1]:0 (0: any free port). Listens at once; nobody is answered before run().
  // Fault::misuse (listen.address) where it is none; unavailable (listen.failed). Without `refusal` the reason is the
  // body of the answer.
  static Result<std::unique_ptr<Server>> listen(const std::string& address, Handler handler, Limits limits = {},
                                                Refusal refusal = {});
  ~Server();
  std::uint16_t port() const;
  bool is_local() const;  // only this machine can reach it
  // Answers on so many threads until stop(), which any thread may call: nobody new is let in, who waits is sent away,
  // and what is being answered is answered to its end.
  void run(std::size_t threads = 2);
  void stop();

 private:
  struct Inside;
  explicit Server(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace sillok::http
