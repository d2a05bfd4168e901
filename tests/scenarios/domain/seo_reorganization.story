story Seo: seconded through a reorganization (domain §11, 7)
covers min_time_in_grade 6 2012-03-30

2016-06-01 unit_created - unit=X name_ko=센터 name_en=Centre kind=agency
2010-01-01 hired Seo grade=7 step=1 probation_months=0 unit=X born=1980-01-01 issued=2010-01-01
refused organization.unknown_unit
2016-06-01 hired Seo grade=6 step=1 probation_months=0 unit=X born=1980-01-01
2017-01-01 resigned Seo
2017-01-01 hired Han grade=6 step=1 probation_months=0 unit=X born=1980-01-01
2018-01-01 transferred Han unit=X post=X-1
2020-03-01 seconded Han host=PMO ground=2 until=2021-03-01 separate_quota=true
now 2020-06-30
record Han as of 2020-06-30
  promotable_on 2020-07-01
  post_since 2018-01-01
  seconded_to PMO
2021-03-01 returned Han
