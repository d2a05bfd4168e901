story A concurrent post: two years and two more, then no more
covers concurrent_max * 1949-08-12 total

2020-01-02 unit_created - unit=B name_ko=원 name_en=Institute kind=agency
2020-03-02 hired Gyeom grade=4 probation_months=0 post=HQ-1 born=1970-01-01
2022-03-01 concurrent_started Gyeom unit=B post=B-1 until=2024-03-01
2024-03-01 concurrent_started Gyeom unit=B post=B-1 until=2026-03-01
2026-03-01 concurrent_started Gyeom unit=B post=B-1 until=2026-03-02
refused concurrent.too_long concurrent_max@1949-08-12
# Another post is another matter.
2026-03-01 concurrent_started Gyeom unit=B post=B-2 until=2028-03-01
