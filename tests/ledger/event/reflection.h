#pragma once
// The library's reflection and parser, without a false alarm of g++ 12 under the sanitizers: its strings
// compare their first byte past a length that the compiler takes for zero.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstringop-overread"
#include <flatbuffers/idl.h>
#include <flatbuffers/reflection.h>
#pragma GCC diagnostic pop
