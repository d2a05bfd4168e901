story Yoon: a concurrent post counts once (domain §11, 6)

2021-01-01 unit_created - unit=B name_ko=원 name_en=Institute kind=agency
2022-01-01 hired Yoon grade=4 step=10 route=career post=HQ-DIR born=1970-01-01
2024-03-01 concurrent_started Yoon unit=B post=B-PROF until=2026-03-01
2026-07-01 retired Yoon kind=honorary
refused retirement.minimum_service honorary_retirement@1949-08-12
2026-07-01 resigned Yoon
record Yoon as of 2025-01-01
  unit HQ
  concurrent.0.unit B
record Yoon as of 2026-07-01
  status separated
  service 4y 6m 0d
