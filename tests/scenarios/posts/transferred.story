story Moved to another unit, seat and ministry: the record says what is held, and since when

2020-01-02 unit_created - unit=B name_ko=나국 name_en=B kind=bureau parent=HQ
2020-01-02 unit_created - unit=OM name_ko=딴부처 name_en=Other kind=ministry
2020-03-02 hired Jeon grade=7 probation_months=0 post=HQ-1 born=1990-01-01
2023-03-02 transferred Jeon unit=B                  # a unit without a seat
2023-04-03 transferred Jeon unit=B post=B-1
2023-05-02 transferred Jeon unit=B post=B-1 ground=same     # the same seat: its time runs on
2024-06-03 transferred_in Jeon unit=OM post=OM-1
2024-06-03 transferred_in Jeon unit=Nowhere
refused organization.unknown_unit
record Jeon as of 2023-03-01
  unit HQ
  post HQ-1
  post_since 2020-03-02
record Jeon as of 2023-03-02
  unit B
  post null
  post_since null
record Jeon as of 2023-04-03
  post B-1
  post_since 2023-04-03
record Jeon as of 2023-05-02
  post_since 2023-04-03
record Jeon as of 2024-06-03
  unit OM
  post OM-1
  post_since 2024-06-03
  grade 7
  grade_since 2020-03-02
  hired_on 2020-03-02
  service 4y 3m 2d          # [2020-03-02, 2024-06-04)
