#pragma once
// RocksDB's own log file is written on the path of every start, and a full disk makes it abort the
// process there. What an operator must know reaches her as an error of ours instead.
#include <rocksdb/env.h>

#include <cstdarg>

namespace sillok {

class QuietLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace sillok
