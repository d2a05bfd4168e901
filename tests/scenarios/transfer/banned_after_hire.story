story To another ministry: not for three years after the examination of grade 5, for five after a hire by career
covers move_ban_after_hire open.5 1949-08-12
covers move_ban_after_hire career 1949-08-12

2019-01-02 unit_created - unit=OM name_ko=딴부처 name_en=Other kind=ministry
2019-03-04 hired Haeng1 grade=5 probation_months=0 born=1990-01-01
2019-03-04 hired Haeng2 grade=5 probation_months=0 born=1990-01-01
2019-03-04 hired Gyeong1 grade=7 route=career probation_months=0 born=1990-01-01
2019-03-04 hired Gyeong2 grade=7 route=career probation_months=0 born=1990-01-01
2019-03-04 hired Gong grade=7 probation_months=0 born=1990-01-01
2022-03-03 transferred_in Haeng1 unit=OM post=OM-1
2022-03-04 transferred_in Haeng2 unit=OM post=OM-2
2022-03-04 transferred_in Gong unit=OM post=OM-3      # by the examination of grade 7: no ban
2024-03-03 transferred_in Gyeong1 unit=OM post=OM-4
2024-03-04 transferred_in Gyeong2 unit=OM post=OM-5
audit rule transfer.banned
  finding transfer.banned Haeng1
  no finding transfer.banned Haeng2
  no finding transfer.banned Gong
  finding transfer.banned Gyeong1
  no finding transfer.banned Gyeong2
# Inside the own ministry it is no ban.
2024-03-05 hired Haeng3 grade=5 probation_months=0 post=HQ-1 born=1990-01-01
2024-06-03 transferred Haeng3 unit=HQ post=HQ-2
record Haeng3 as of 2024-06-03
  no finding transfer.banned
  finding transfer.minimum_stay
record Gyeong2 as of 2024-03-04
  unit OM
  post OM-5
  post_since 2024-03-04
  grade 7
  grade_since 2019-03-04
