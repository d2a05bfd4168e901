// sillok rebuild, digest: the views from the log.
#include <fmt/format.h>

#include "tools/sillok/context.h"
#include "tools/sillok/progress.h"

namespace sillok::cli {
namespace {

int print_digests(const Context& context, Position position, const std::map<std::string, std::string>& digests) {
  if (context.json) {
    boost::json::object views;
    for (const auto& [name, digest] : digests) views[name] = digest;
    print_json(boost::json::object{{"position", position}, {"views", std::move(views)}});
    return 0;
  }
  fmt::print("position {}\n", position);
  for (const auto& [name, digest] : digests) fmt::print("{:<15} {}\n", name, digest);
  return 0;
}

Outcome run_rebuild(const Context& context) {
  SILLOK_TRY(ledger, open_ledger_to_write(context));
  {
    Progress progress{"rebuilding", ledger->log().head().size};
    SILLOK_CHECK(Views::rebuild_at(ledger->views_directory(), ledger->log(),
                                   [&](Position done, Position) { progress.show(done); }));
  }
  SILLOK_TRY(views, Views::open(ledger->views_directory(), ledger->log()));
  SILLOK_CHECK(views->catch_up());
  const Position events = views->position();
  if (context.json) print_json(boost::json::object{{"position", events - 1}, {"events", events}, {"rebuilt", true}});
  else fmt::print("views rebuilt from {} events\n", events);
  return 0;
}

Outcome run_digest(const Context& context) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(digests, open.views->digests());
  return print_digests(context, open.views->position() - 1, digests);  // genesis is always there
}

}  // namespace

void add_views(CLI::App& app, Context& context) {
  auto* rebuild =
      add_command(app, "rebuild", "builds all views anew from the log, then switches to them", "sillok rebuild");
  rebuild->callback([&context] { context.chosen = [&context] { return run_rebuild(context); }; });
  auto* digest = add_command(app, "digest", "a digest of each view; equal for equal logs", "sillok --json digest");
  digest->callback([&context] { context.chosen = [&context] { return run_digest(context); }; });
}

}  // namespace sillok::cli
