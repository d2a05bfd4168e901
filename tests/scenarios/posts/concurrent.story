story A concurrent post: two years at most, beside the own one, ends by itself or by an act
covers concurrent_max * 1949-08-12

2020-01-02 unit_created - unit=B name_ko=원 name_en=Institute kind=agency
2020-03-02 hired Gyeom grade=4 probation_months=0 post=HQ-1 born=1970-01-01
2024-03-01 concurrent_started Gyeom unit=B post=B-1 until=2026-03-02
refused concurrent.too_long concurrent_max@1949-08-12
2024-03-01 concurrent_started Gyeom unit=B post=B-1 until=2026-03-01
2024-03-01 concurrent_started Gyeom unit=B post=B-2 until=2026-03-01
2024-03-02 concurrent_started Gyeom unit=C post=C-1 until=2026-03-01
refused organization.unknown_unit
2024-09-01 concurrent_ended Gyeom unit=B post=B-3
refused state.not_held
2024-09-01 concurrent_ended Gyeom unit=B post=B-2
2024-09-02 concurrent_ended Gyeom unit=B post=B-2
refused state.not_held
# Once more for two years.
2026-03-01 concurrent_started Gyeom unit=B post=B-1 until=2028-03-01
now 2028-03-02
record Gyeom as of 2024-08-31
  unit HQ
  post HQ-1
  concurrent.0.post B-1
  concurrent.0.until 2026-03-01
  concurrent.1.post B-2
record Gyeom as of 2024-09-01
  concurrent.0.post B-1
  concurrent.1 null
record Gyeom as of 2026-03-01
  concurrent.0.since 2026-03-01
record Gyeom as of 2028-02-29
  concurrent.0.post B-1
record Gyeom as of 2028-03-01
  concurrent.0 null
  post HQ-1
  service 8y 0m 0d         # [2020-03-02, 2028-03-02): the time beside it counts once
