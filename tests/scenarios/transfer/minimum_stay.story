story A transfer before the minimum stay is found: two years in grades 3 and 4, three in grades 5 to 9
covers min_stay 3 1949-08-12
covers min_stay 4 1949-08-12
covers min_stay 5 1949-08-12
covers min_stay 6 1949-08-12
covers min_stay 7 1949-08-12
covers min_stay 8 1949-08-12
covers min_stay 9 1949-08-12
# Everybody took the seat on 2020-03-02; the first of each pair moves a day early.

2020-03-02 hired Early3 grade=3 probation_months=0 post=HQ-1 born=1970-01-01
2020-03-02 hired Right3 grade=3 probation_months=0 post=HQ-2 born=1970-01-01
2020-03-02 hired Early4 grade=4 probation_months=0 post=HQ-3 born=1970-01-01
2020-03-02 hired Right4 grade=4 probation_months=0 post=HQ-4 born=1970-01-01
2020-03-02 hired Early5 grade=5 probation_months=0 post=HQ-5 born=1980-01-01
2020-03-02 hired Right5 grade=5 probation_months=0 post=HQ-6 born=1980-01-01
2020-03-02 hired Early6 grade=6 probation_months=0 post=HQ-7 born=1980-01-01
2020-03-02 hired Right6 grade=6 probation_months=0 post=HQ-8 born=1980-01-01
2020-03-02 hired Early7 grade=7 probation_months=0 post=HQ-9 born=1980-01-01
2020-03-02 hired Right7 grade=7 probation_months=0 post=HQ-10 born=1980-01-01
2020-03-02 hired Early8 grade=8 probation_months=0 post=HQ-11 born=1980-01-01
2020-03-02 hired Right8 grade=8 probation_months=0 post=HQ-12 born=1980-01-01
2020-03-02 hired Early9 grade=9 probation_months=0 post=HQ-13 born=1980-01-01
2020-03-02 hired Right9 grade=9 probation_months=0 post=HQ-14 born=1980-01-01
2022-03-01 transferred Early3 unit=HQ post=HQ-21
2022-03-01 transferred Early4 unit=HQ post=HQ-22
2022-03-02 transferred Right3 unit=HQ post=HQ-23
2022-03-02 transferred Right4 unit=HQ post=HQ-24
2023-03-01 transferred Early5 unit=HQ post=HQ-25
2023-03-01 transferred Early6 unit=HQ post=HQ-26
2023-03-01 transferred Early7 unit=HQ post=HQ-27
2023-03-01 transferred Early8 unit=HQ post=HQ-28
2023-03-01 transferred Early9 unit=HQ post=HQ-29
2023-03-02 transferred Right5 unit=HQ post=HQ-30
2023-03-02 transferred Right6 unit=HQ post=HQ-31
2023-03-02 transferred Right7 unit=HQ post=HQ-32
2023-03-02 transferred Right8 unit=HQ post=HQ-33
2023-03-02 transferred Right9 unit=HQ post=HQ-34
audit rule transfer.minimum_stay
  finding transfer.minimum_stay Early3
  finding transfer.minimum_stay Early4
  finding transfer.minimum_stay Early5
  finding transfer.minimum_stay Early6
  finding transfer.minimum_stay Early7
  finding transfer.minimum_stay Early8
  finding transfer.minimum_stay Early9
  no finding transfer.minimum_stay Right3
  no finding transfer.minimum_stay Right4
  no finding transfer.minimum_stay Right5
  no finding transfer.minimum_stay Right6
  no finding transfer.minimum_stay Right7
  no finding transfer.minimum_stay Right8
  no finding transfer.minimum_stay Right9
record Right5 as of 2023-03-02
  post HQ-30
  post_since 2023-03-02
