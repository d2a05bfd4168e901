// sillok who-held: holders of a post, or of a unit's posts, on a day.
#include <fmt/format.h>

#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string place, on, known_at;
};

std::string post_title(const OrganizationState& organization, std::string_view code) {
  const Post* post = organization.post(code);
  return post == nullptr ? "" : post->title;
}

Outcome run_who_held(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  PointOptions wanted;
  wanted.as_of = options.on;
  wanted.known_at = options.known_at;
  SILLOK_CHECK(read_date(options.on, "--on"));
  SILLOK_TRY(point, wanted.resolve(*open.ledger));
  SILLOK_TRY(holders, open.views->who_held(options.place, point.as_of, point.known_at));
  SILLOK_TRY(organization, open.views->organization_known_at(point.known_at));
  if (holders.empty() && organization->unit(options.place) == nullptr && organization->post(options.place) == nullptr) {
    // A post needs no act of its own: it is known once anybody ever held it.
    SILLOK_TRY(ever, open.views->was_ever_held(options.place, point.known_at));
    if (!ever)
      return fail(Fault::not_found, "organization.unknown_post", options.place,
                  "no post or unit of that code is known here; check the code");
  }
  SILLOK_TRY(at, stamp(*open.ledger, *open.views, point.known_at));
  if (context.json) {
    boost::json::array list;
    for (const Holder& holder : holders) {
      const auto post = holder.post.empty() ? boost::json::value(nullptr) : boost::json::value(holder.post);
      list.push_back(boost::json::object{{"person", holder.person},
                                         {"post", post},
                                         {"unit", holder.unit},
                                         {"kind", name_of(holder.kind)},
                                         {"since", to_string(holder.since)},
                                         {"source", holder.source}});
    }
    boost::json::object answer{{"on", to_string(point.as_of)}};
    at.write_to(answer);
    answer["holders"] = std::move(list);
    print_json(answer);
    return 0;
  }
  if (holders.empty()) {
    fmt::print("nobody held {} on {}\n", options.place, to_string(point.as_of));
    return 0;
  }
  Table table{{{"PERSON"},
               {"POST"},
               {"TITLE", Table::Holds::kText},
               {"UNIT"},
               {"NAME", Table::Holds::kText},
               {"KIND"},
               {"SINCE"},
               {"SOURCE", Table::Holds::kNumber}}};
  for (const Holder& holder : holders)
    table.add({holder.person, holder.post, post_title(*organization, holder.post), holder.unit,
               unit_name(*organization, holder.unit, point.as_of), std::string{name_of(holder.kind)},
               to_string(holder.since), std::to_string(holder.source)});
  table.print();
  return 0;
}

}  // namespace

void add_who_held(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "who-held", "holders of a post or of a unit's posts on a day",
                              "sillok who-held MPM-HR-01 --on 2024-03-02");
  command->add_option("POST|UNIT", options->place, "code of a post or a unit")->required();
  command->add_option("--on", options->on, "the day, YYYY-MM-DD")->required();
  command->add_option("--known-at", options->known_at, "only what was recorded by then, RFC 3339");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_who_held(context, *options); }; });
}

}  // namespace sillok::cli
