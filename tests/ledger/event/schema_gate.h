#pragma once
// What a schema may not do to the one it follows: nothing may vanish, move or change its
// meaning, or recorded bytes would be read as something else. Additions are free, but for
// required fields (older bytes lack them) and members of structs (they have no vtable).

#include <string>
#include <vector>

#include "tests/ledger/event/reflection.h"

namespace sillok::testing {

using reflection::Schema;

inline std::string text_of(const flatbuffers::String* text) { return text ? text->str() : std::string{}; }

// A type by the names it refers to: indexes differ between two compilations.
inline std::string type_text(const Schema& schema, const reflection::Type& type) {
  std::string out = std::to_string(type.base_type()) + "/" + std::to_string(type.element()) + "/" +
                    std::to_string(type.fixed_length());
  if (type.index() < 0) return out;
  const auto index = static_cast<unsigned>(type.index());
  const bool is_object = type.base_type() == reflection::Obj || type.element() == reflection::Obj;
  return out + ":" +
         (is_object ? text_of(schema.objects()->Get(index)->name()) : text_of(schema.enums()->Get(index)->name()));
}

inline std::string attribute_text(const reflection::Field& field) {
  std::string out;
  if (!field.attributes()) return out;
  for (const reflection::KeyValue* pair : *field.attributes())
    out += text_of(pair->key()) + "=" + text_of(pair->value()) + ";";
  return out;
}

class SchemaGate {
 public:
  SchemaGate(const Schema& frozen, const Schema& now) : frozen_{frozen}, now_{now} {}

  // One line for each breach; empty where `now` may follow `frozen`.
  std::vector<std::string> breaches() {
    same("file identifier", text_of(frozen_.file_ident()), text_of(now_.file_ident()));
    same("root", text_of(frozen_.root_table()->name()), text_of(now_.root_table()->name()));
    for (const reflection::Object* object : *frozen_.objects()) {
      const auto* twin = now_.objects()->LookupByKey(object->name()->c_str());
      if (!twin) note(text_of(object->name()) + " is gone");
      else compare(*object, *twin);
    }
    for (const reflection::Enum* words : *frozen_.enums()) {
      const auto* twin = now_.enums()->LookupByKey(words->name()->c_str());
      if (!twin) note(text_of(words->name()) + " is gone");
      else compare(*words, *twin);
    }
    return breaches_;
  }

 private:
  void note(std::string breach) { breaches_.push_back(std::move(breach)); }
  template <class T>
  void same(const std::string& what, const T& before, const T& after) {
    if (before != after) note(what + " changed");
  }

  void compare(const reflection::Object& before, const reflection::Object& after) {
    const std::string name = text_of(before.name());
    same(name + ": struct or table", before.is_struct(), after.is_struct());
    same(name + ": alignment", before.minalign(), after.minalign());
    same(name + ": size", before.bytesize(), after.bytesize());
    for (const reflection::Field* field : *before.fields()) {
      const auto* twin = after.fields()->LookupByKey(field->name()->c_str());
      if (!twin) note(name + "." + text_of(field->name()) + " is gone");
      else compare(name, *field, *twin);
    }
    for (const reflection::Field* field : *after.fields()) {
      if (before.fields()->LookupByKey(field->name()->c_str())) continue;
      if (field->required()) note(name + "." + text_of(field->name()) + " is new and required");
      if (before.is_struct()) note(name + "." + text_of(field->name()) + " is new in a struct");
    }
  }

  void compare(const std::string& table, const reflection::Field& before, const reflection::Field& after) {
    const std::string name = table + "." + text_of(before.name());
    same(name + ": id", before.id(), after.id());
    same(name + ": offset", before.offset(), after.offset());
    same(name + ": type", type_text(frozen_, *before.type()), type_text(now_, *after.type()));
    same(name + ": default", before.default_integer(), after.default_integer());
    same(name + ": default", std::to_string(before.default_real()), std::to_string(after.default_real()));
    same(name + ": required", before.required(), after.required());
    same(name + ": optional", before.optional(), after.optional());
    same(name + ": deprecated", before.deprecated(), after.deprecated());
    same(name + ": attributes", attribute_text(before), attribute_text(after));
  }

  void compare(const reflection::Enum& before, const reflection::Enum& after) {
    const std::string name = text_of(before.name());
    same(name + ": union or enum", before.is_union(), after.is_union());
    same(name + ": type", before.underlying_type()->base_type(), after.underlying_type()->base_type());
    for (const reflection::EnumVal* value : *before.values()) {
      const auto* twin = after.values()->LookupByKey(value->value());
      if (!twin || text_of(twin->name()) != text_of(value->name())) {
        note(name + "." + text_of(value->name()) + " is gone or has moved");
      } else if (before.is_union() && value->union_type()) {
        same(name + "." + text_of(value->name()), type_text(frozen_, *value->union_type()),
             type_text(now_, *twin->union_type()));
      }
    }
  }

  const Schema& frozen_;
  const Schema& now_;
  std::vector<std::string> breaches_;
};

}  // namespace sillok::testing
