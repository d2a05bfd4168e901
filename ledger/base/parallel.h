#pragma once
// One job over many things on all cores. For work without an order of its own: what is written for one must not be
// touched for another.
#include <cstddef>
#include <functional>

#include "ledger/base/result.h"

namespace sillok {

// Calls each(i) for every i in [0, count), `together` of them one after the other on one thread; the caller's is among
// the threads. Returns when all are done. After an error no more are begun; of several, that of the lowest i. What
// fits into one go starts no thread.
Result<Ok> for_each_in_parallel(std::size_t count, std::size_t together,
                                const std::function<Result<Ok>(std::size_t)>& each);
// The same where what goes together is done together: part(begin, end).
Result<Ok> for_each_part_in_parallel(std::size_t count, std::size_t together,
                                     const std::function<Result<Ok>(std::size_t begin, std::size_t end)>& part);

}  // namespace sillok
