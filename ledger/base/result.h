#pragma once
// Result<T>: a value or an Error. Exceptions don't cross a folder of this project.
#include <tl/expected.hpp>
#include <utility>
#include <variant>

#include "ledger/base/error.h"

namespace sillok {

template <class T>
using Result = tl::expected<T, Error>;
using Ok = std::monostate;

inline tl::unexpected<Error> fail(Fault fault, std::string code, std::string where, std::string message) {
  return tl::unexpected<Error>{Error{fault, std::move(code), std::move(where), std::move(message)}};
}

}  // namespace sillok

// Hands an error up; `variable` is the value otherwise.
#define SILLOK_TRY(variable, expression)                                               \
  auto variable##_result = (expression);                                               \
  if (!variable##_result) return tl::unexpected{std::move(variable##_result).error()}; \
  auto variable = std::move(variable##_result).value()
#define SILLOK_CHECK(expression)                                               \
  do {                                                                         \
    auto check_result = (expression);                                          \
    if (!check_result) return tl::unexpected{std::move(check_result).error()}; \
  } while (false)
