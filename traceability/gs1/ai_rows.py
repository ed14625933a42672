"""Every GS1 application identifier, as data.

Written by ``tools/write_ai_rows.py``; do not edit.

Source: facts of the GS1 Barcode Syntax Dictionary, release 2026-01-27.
"""
# ruff: noqa: E501

from __future__ import annotations

from traceability.gs1.application_identifier import Component as Part
from traceability.gs1.application_identifier import fixed, variable

# Components: N digits, X character set 82, Y set 39, Z set 64; V up to so many; O optional.
# fmt: off
N18_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR = Part('digits', 18, 18, rules=('check_digit', 'company_prefix_behind_indicator'))
N14_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR = Part('digits', 14, 14, rules=('check_digit', 'company_prefix_behind_indicator'))
XV20 = Part('82', 1, 20)
N6_DATE_OR_MONTH = Part('digits', 6, 6, rules=('date_or_month',))
N2 = Part('digits', 2, 2)
XV28 = Part('82', 1, 28)
XV30 = Part('82', 1, 30)
NV6 = Part('digits', 1, 6)
N13_CHECK_DIGIT_COMPANY_PREFIX = Part('digits', 13, 13, rules=('check_digit', 'company_prefix'))
XV17_O = Part('82', 1, 17, optional=True)
NV12_O = Part('digits', 1, 12, optional=True)
NV8 = Part('digits', 1, 8)
N6 = Part('digits', 6, 6)
NV15 = Part('digits', 1, 15)
N3_CURRENCY = Part('digits', 3, 3, rules=('currency',))
N4 = Part('digits', 4, 4)
XV30_COMPANY_PREFIX = Part('82', 1, 30, rules=('company_prefix',))
N17_CHECK_DIGIT_COMPANY_PREFIX = Part('digits', 17, 17, rules=('check_digit', 'company_prefix'))
N3_COUNTRY = Part('digits', 3, 3, rules=('country',))
XV9 = Part('82', 1, 9)
N3_O_COUNTRY = Part('digits', 3, 3, rules=('country',), optional=True)
XV3 = Part('82', 1, 3)
XV35_PERCENT_ENCODED = Part('82', 1, 35, rules=('percent_encoded',))
XV70_PERCENT_ENCODED = Part('82', 1, 70, rules=('percent_encoded',))
X2_COUNTRY_LETTERS = Part('82', 2, 2, rules=('country_letters',))
N10_LATITUDE = Part('digits', 10, 10, rules=('latitude',))
N10_LONGITUDE = Part('digits', 10, 10, rules=('longitude',))
N1_YES_OR_NO = Part('digits', 1, 1, rules=('yes_or_no',))
N4_HOUR_AND_MINUTE = Part('digits', 4, 4, rules=('hour_and_minute',))
N6_DATE = Part('digits', 6, 6, rules=('date',))
X1_O_MINUS_SIGN = Part('82', 1, 1, rules=('minus_sign',), optional=True)
N13 = Part('digits', 13, 13)
NV4 = Part('digits', 1, 4)
XV12 = Part('82', 1, 12)
N6_O_DATE = Part('digits', 6, 6, rules=('date',), optional=True)
XV10 = Part('82', 1, 10)
XV2 = Part('82', 1, 2)
N4_O_HOUR_AND_MINUTE = Part('digits', 4, 4, rules=('hour_and_minute',), optional=True)
N3_COUNTRY_OR_SEVERAL = Part('digits', 3, 3, rules=('country_or_several',))
XV27 = Part('82', 1, 27)
N1 = Part('digits', 1, 1)
X1 = Part('82', 1, 1)
X1_IMPORTER_INDEX = Part('82', 1, 1, rules=('importer_index',))
XV4_PACKAGE_TYPE = Part('82', 1, 4, rules=('package_type',))
X2 = Part('82', 2, 2)
N2_MEDIA_TYPE = Part('digits', 2, 2, rules=('media_type',))
XV25 = Part('82', 1, 25)
N8_DATE_WITH_CENTURY = Part('digits', 8, 8, rules=('date_with_century',))
N1_SEX = Part('digits', 1, 1, rules=('sex',))
XV40_PERCENT_ENCODED = Part('82', 1, 40, rules=('percent_encoded',))
XV90_PERCENT_ENCODED = Part('82', 1, 90, rules=('percent_encoded',))
X3_POSITION_OF_TOTAL = Part('82', 3, 3, rules=('position_of_total',))
N4_NOT_ZERO = Part('digits', 4, 4, rules=('not_zero',))
N5_NOT_ZERO = Part('digits', 5, 5, rules=('not_zero',))
N3_NOT_ZERO = Part('digits', 3, 3, rules=('not_zero',))
N1_WINDING_DIRECTION = Part('digits', 1, 1, rules=('winding_direction',))
N1_ZERO = Part('digits', 1, 1, rules=('zero',))
XV16_O = Part('82', 1, 16, optional=True)
N4_PIECE_OF_TOTAL = Part('digits', 4, 4, rules=('piece_of_total',))
XV34_IBAN = Part('82', 1, 34, rules=('iban',))
N2_HOUR = Part('digits', 2, 2, rules=('hour',))
N2_O_MINUTE = Part('digits', 2, 2, rules=('minute',), optional=True)
N2_O_SECOND = Part('digits', 2, 2, rules=('second',), optional=True)
XV50 = Part('82', 1, 50)
YV30_COMPANY_PREFIX = Part('39', 1, 30, rules=('company_prefix',))
NV12_NO_LEADING_ZERO = Part('digits', 1, 12, rules=('no_leading_zero',))
XV25_CHECK_PAIR_COMPANY_PREFIX = Part('82', 1, 25, rules=('check_pair', 'company_prefix'))
XV25_CHECK_PAIR_COMPANY_PREFIX_NOT_ONLY_DIGITS = Part('82', 1, 25, rules=('check_pair', 'company_prefix', 'not_only_digits'))
N18_CHECK_DIGIT_COMPANY_PREFIX = Part('digits', 18, 18, rules=('check_digit', 'company_prefix'))
NV10 = Part('digits', 1, 10)
ZV90 = Part('64', 1, 90)
N15 = Part('digits', 15, 15)
N32 = Part('digits', 32, 32)
N18 = Part('digits', 18, 18)
NV2_O = Part('digits', 1, 2, optional=True)
XV70_COUPON = Part('82', 1, 70, rules=('coupon',))
XV70_COUPON_POSITIVE_OFFER = Part('82', 1, 70, rules=('coupon_positive_offer',))
XV70 = Part('82', 1, 70)
XV90 = Part('82', 1, 90)

# What a value needs beside it: one of these groups, each whole.
WITH_37 = (('37',),)
WITH_01_OR_02_OR_03_OR_8006_OR_8026 = (('01',), ('02',), ('03',), ('8006',), ('8026',))
WITH_8020 = (('8020',),)
WITH_01_OR_02_OR_03_OR_255_OR_8006_OR_8026 = (('01',), ('02',), ('03',), ('255',), ('8006',), ('8026',))
WITH_01_OR_02_OR_8006_OR_8026 = (('01',), ('02',), ('8006',), ('8026',))
WITH_01_OR_03_OR_8006 = (('01',), ('03',), ('8006',))
WITH_01 = (('01',),)
WITH_01_OR_8006 = (('01',), ('8006',))
WITH_21 = (('21',),)
WITH_414 = (('414',),)
WITH_01_OR_02 = (('01',), ('02',))
WITH_00_OR_01 = (('00',), ('01',))
WITH_00 = (('00',),)
WITH_02_OR_8026 = (('02',), ('8026',))
WITH_255_OR_8020 = (('255',), ('8020',))
WITH_30_OR_31NN_OR_32NN_OR_35NN_OR_36NN = (('30',), ('31nn',), ('32nn',), ('35nn',), ('36nn',))
WITH_255 = (('255',),)
WITH_422 = (('422',),)
WITH_4302 = (('4302',),)
WITH_4312 = (('4312',),)
WITH_01_AND_10 = (('01', '10'),)
WITH_416 = (('416',),)
WITH_7021 = (('7021',),)
WITH_01_OR_8004 = (('01',), ('8004',))
WITH_8017_OR_8018 = (('8017',), ('8018',))
WITH_8018 = (('8018',),)
WITH_8018_AND_7259 = (('8018', '7259'),)
WITH_415 = (('415',),)
WITH_8010 = (('8010',),)
WITH_00_OR_01_AND_21_OR_253_OR_255_OR_8003_OR_8004_OR_8006_AND_21_OR_8010_AND_8011_OR_8017_OR_8018 = (('00',), ('01', '21'), ('253',), ('255',), ('8003',), ('8004',), ('8006', '21'), ('8010', '8011'), ('8017',), ('8018',))
WITH_01_AND_21 = (('01', '21'),)
WITH_01_AND_21_AND_8040 = (('01', '21', '8040'),)

ROWS = (
    fixed('00', 'SSCC', N18_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR, qualifiers=()),
    fixed('01', 'GTIN', N14_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR, excludes=('255', '37'), qualifiers=(('22', '10', '21'), ('235',))),
    fixed('02', 'CONTENT', N14_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR, needs=(WITH_37,), excludes=('01', '03')),
    fixed('03', 'MTO GTIN', N14_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR, attribute=False, excludes=('01', '02', '37')),
    variable('10', 'BATCH/LOT', XV20, needs=(WITH_01_OR_02_OR_03_OR_8006_OR_8026,)),
    fixed('11', 'PROD DATE', N6_DATE_OR_MONTH, needs=(WITH_01_OR_02_OR_03_OR_8006_OR_8026,)),
    fixed('12', 'DUE DATE', N6_DATE_OR_MONTH, needs=(WITH_8020,)),
    fixed('13', 'PACK DATE', N6_DATE_OR_MONTH, needs=(WITH_01_OR_02_OR_03_OR_8006_OR_8026,)),
    fixed('15', 'BEST BEFORE or BEST BY', N6_DATE_OR_MONTH, needs=(WITH_01_OR_02_OR_03_OR_8006_OR_8026,)),
    fixed('16', 'SELL BY', N6_DATE_OR_MONTH, needs=(WITH_01_OR_02_OR_03_OR_8006_OR_8026,)),
    fixed('17', 'USE BY or EXPIRY', N6_DATE_OR_MONTH, needs=(WITH_01_OR_02_OR_03_OR_255_OR_8006_OR_8026,)),
    fixed('20', 'VARIANT', N2, needs=(WITH_01_OR_02_OR_8006_OR_8026,)),
    variable('21', 'SERIAL', XV20, attribute=False, needs=(WITH_01_OR_03_OR_8006,), excludes=('235',)),
    variable('22', 'CPV', XV20, attribute=False, needs=(WITH_01,)),
    variable('235', 'TPX', XV28, attribute=False, needs=(WITH_01,)),
    variable('240', 'ADDITIONAL ID', XV30, needs=(WITH_01_OR_02_OR_8006_OR_8026,)),
    variable('241', 'CUST. PART No.', XV30, needs=(WITH_01_OR_02_OR_8006_OR_8026,)),
    variable('242', 'MTO VARIANT', NV6, needs=(WITH_01_OR_02_OR_8006_OR_8026,)),
    variable('243', 'PCN', XV20, needs=(WITH_01,)),
    variable('250', 'SECONDARY SERIAL', XV30, needs=(WITH_01_OR_8006, WITH_21)),
    variable('251', 'REF. TO SOURCE', XV30, needs=(WITH_01_OR_8006,)),
    variable('253', 'GDTI', N13_CHECK_DIGIT_COMPANY_PREFIX, XV17_O, qualifiers=()),
    variable('254', 'GLN EXTENSION COMPONENT', XV20, attribute=False, needs=(WITH_414,)),
    variable('255', 'GCN', N13_CHECK_DIGIT_COMPANY_PREFIX, NV12_O, excludes=('01', '02', '415', '8006', '8020', '8026'), qualifiers=()),
    variable('30', 'VAR. COUNT', NV8, needs=(WITH_01_OR_02,)),
    fixed('3100-3105', 'NET WEIGHT (kg)', N6, needs=(WITH_01_OR_02,), excludes=('310n',)),
    fixed('3110-3115', 'LENGTH (m)', N6, needs=(WITH_01_OR_02,), excludes=('311n',)),
    fixed('3120-3125', 'WIDTH (m)', N6, needs=(WITH_01_OR_02,), excludes=('312n',)),
    fixed('3130-3135', 'HEIGHT (m)', N6, needs=(WITH_01_OR_02,), excludes=('313n',)),
    fixed('3140-3145', 'AREA (m²)', N6, needs=(WITH_01_OR_02,), excludes=('314n',)),
    fixed('3150-3155', 'NET VOLUME (l)', N6, needs=(WITH_01_OR_02,), excludes=('315n',)),
    fixed('3160-3165', 'NET VOLUME (m³)', N6, needs=(WITH_01_OR_02,), excludes=('316n',)),
    fixed('3200-3205', 'NET WEIGHT (lb)', N6, needs=(WITH_01_OR_02,), excludes=('320n',)),
    fixed('3210-3215', 'LENGTH (in)', N6, needs=(WITH_01_OR_02,), excludes=('321n',)),
    fixed('3220-3225', 'LENGTH (ft)', N6, needs=(WITH_01_OR_02,), excludes=('322n',)),
    fixed('3230-3235', 'LENGTH (yd)', N6, needs=(WITH_01_OR_02,), excludes=('323n',)),
    fixed('3240-3245', 'WIDTH (in)', N6, needs=(WITH_01_OR_02,), excludes=('324n',)),
    fixed('3250-3255', 'WIDTH (ft)', N6, needs=(WITH_01_OR_02,), excludes=('325n',)),
    fixed('3260-3265', 'WIDTH (yd)', N6, needs=(WITH_01_OR_02,), excludes=('326n',)),
    fixed('3270-3275', 'HEIGHT (in)', N6, needs=(WITH_01_OR_02,), excludes=('327n',)),
    fixed('3280-3285', 'HEIGHT (ft)', N6, needs=(WITH_01_OR_02,), excludes=('328n',)),
    fixed('3290-3295', 'HEIGHT (yd)', N6, needs=(WITH_01_OR_02,), excludes=('329n',)),
    fixed('3300-3305', 'GROSS WEIGHT (kg)', N6, needs=(WITH_00_OR_01,), excludes=('330n',)),
    fixed('3310-3315', 'LENGTH (m), log', N6, needs=(WITH_00_OR_01,), excludes=('331n',)),
    fixed('3320-3325', 'WIDTH (m), log', N6, needs=(WITH_00_OR_01,), excludes=('332n',)),
    fixed('3330-3335', 'HEIGHT (m), log', N6, needs=(WITH_00_OR_01,), excludes=('333n',)),
    fixed('3340-3345', 'AREA (m²), log', N6, needs=(WITH_00_OR_01,), excludes=('334n',)),
    fixed('3350-3355', 'VOLUME (l), log', N6, needs=(WITH_00_OR_01,), excludes=('335n',)),
    fixed('3360-3365', 'VOLUME (m³), log', N6, needs=(WITH_00_OR_01,), excludes=('336n',)),
    fixed('3370-3375', 'KG PER m²', N6, needs=(WITH_01,), excludes=('337n',)),
    fixed('3400-3405', 'GROSS WEIGHT (lb)', N6, needs=(WITH_00_OR_01,), excludes=('340n',)),
    fixed('3410-3415', 'LENGTH (in), log', N6, needs=(WITH_00_OR_01,), excludes=('341n',)),
    fixed('3420-3425', 'LENGTH (ft), log', N6, needs=(WITH_00_OR_01,), excludes=('342n',)),
    fixed('3430-3435', 'LENGTH (yd), log', N6, needs=(WITH_00_OR_01,), excludes=('343n',)),
    fixed('3440-3445', 'WIDTH (in), log', N6, needs=(WITH_00_OR_01,), excludes=('344n',)),
    fixed('3450-3455', 'WIDTH (ft), log', N6, needs=(WITH_00_OR_01,), excludes=('345n',)),
    fixed('3460-3465', 'WIDTH (yd), log', N6, needs=(WITH_00_OR_01,), excludes=('346n',)),
    fixed('3470-3475', 'HEIGHT (in), log', N6, needs=(WITH_00_OR_01,), excludes=('347n',)),
    fixed('3480-3485', 'HEIGHT (ft), log', N6, needs=(WITH_00_OR_01,), excludes=('348n',)),
    fixed('3490-3495', 'HEIGHT (yd), log', N6, needs=(WITH_00_OR_01,), excludes=('349n',)),
    fixed('3500-3505', 'AREA (in²)', N6, needs=(WITH_01_OR_02,), excludes=('350n',)),
    fixed('3510-3515', 'AREA (ft²)', N6, needs=(WITH_01_OR_02,), excludes=('351n',)),
    fixed('3520-3525', 'AREA (yd²)', N6, needs=(WITH_01_OR_02,), excludes=('352n',)),
    fixed('3530-3535', 'AREA (in²), log', N6, needs=(WITH_00_OR_01,), excludes=('353n',)),
    fixed('3540-3545', 'AREA (ft²), log', N6, needs=(WITH_00_OR_01,), excludes=('354n',)),
    fixed('3550-3555', 'AREA (yd²), log', N6, needs=(WITH_00_OR_01,), excludes=('355n',)),
    fixed('3560-3565', 'NET WEIGHT (tr oz)', N6, needs=(WITH_01_OR_02,), excludes=('356n',)),
    fixed('3570-3575', 'NET VOLUME (oz)', N6, needs=(WITH_01_OR_02,), excludes=('357n',)),
    fixed('3600-3605', 'NET VOLUME (qt (US))', N6, needs=(WITH_01_OR_02,), excludes=('360n',)),
    fixed('3610-3615', 'NET VOLUME (gal.)', N6, needs=(WITH_01_OR_02,), excludes=('361n',)),
    fixed('3620-3625', 'VOLUME (qt (US)), log', N6, needs=(WITH_00_OR_01,), excludes=('362n',)),
    fixed('3630-3635', 'VOLUME (gal (US)), log', N6, needs=(WITH_00_OR_01,), excludes=('363n',)),
    fixed('3640-3645', 'NET VOLUME (in³)', N6, needs=(WITH_01_OR_02,), excludes=('364n',)),
    fixed('3650-3655', 'NET VOLUME (ft³)', N6, needs=(WITH_01_OR_02,), excludes=('365n',)),
    fixed('3660-3665', 'NET VOLUME (yd³)', N6, needs=(WITH_01_OR_02,), excludes=('366n',)),
    fixed('3670-3675', 'VOLUME (in³), log', N6, needs=(WITH_00_OR_01,), excludes=('367n',)),
    fixed('3680-3685', 'VOLUME (ft³), log', N6, needs=(WITH_00_OR_01,), excludes=('368n',)),
    fixed('3690-3695', 'VOLUME (yd³), log', N6, needs=(WITH_00_OR_01,), excludes=('369n',)),
    variable('37', 'COUNT', NV8, needs=(WITH_00, WITH_02_OR_8026)),
    variable('3900-3909', 'AMOUNT', NV15, needs=(WITH_255_OR_8020,), excludes=('390n', '391n', '394n', '8111')),
    variable('3910-3919', 'AMOUNT', N3_CURRENCY, NV15, needs=(WITH_8020,), excludes=('391n',)),
    variable('3920-3929', 'PRICE', NV15, needs=(WITH_01, WITH_30_OR_31NN_OR_32NN_OR_35NN_OR_36NN), excludes=('392n', '393n')),
    variable('3930-3939', 'PRICE', N3_CURRENCY, NV15, needs=(WITH_30_OR_31NN_OR_32NN_OR_35NN_OR_36NN,), excludes=('393n',)),
    variable('3940-3943', 'PRCNT OFF', N4, needs=(WITH_255,), excludes=('394n', '8111')),
    variable('3950-3955', 'PRICE/UoM', N6, needs=(WITH_30_OR_31NN_OR_32NN_OR_35NN_OR_36NN,), excludes=('392n', '393n', '395n', '8005')),
    variable('400', 'ORDER NUMBER', XV30),
    variable('401', 'GINC', XV30_COMPANY_PREFIX, qualifiers=()),
    variable('402', 'GSIN', N17_CHECK_DIGIT_COMPANY_PREFIX, qualifiers=()),
    variable('403', 'ROUTE', XV30, needs=(WITH_00,)),
    fixed('410', 'SHIP TO LOC', N13_CHECK_DIGIT_COMPANY_PREFIX),
    fixed('411', 'BILL TO', N13_CHECK_DIGIT_COMPANY_PREFIX),
    fixed('412', 'PURCHASE FROM', N13_CHECK_DIGIT_COMPANY_PREFIX),
    fixed('413', 'SHIP FOR LOC', N13_CHECK_DIGIT_COMPANY_PREFIX),
    fixed('414', 'LOC No.', N13_CHECK_DIGIT_COMPANY_PREFIX, qualifiers=(('254',), ('7040',))),
    fixed('415', 'PAY TO', N13_CHECK_DIGIT_COMPANY_PREFIX, needs=(WITH_8020,), qualifiers=(('8020',),)),
    fixed('416', 'PROD/SERV LOC', N13_CHECK_DIGIT_COMPANY_PREFIX),
    fixed('417', 'PARTY', N13_CHECK_DIGIT_COMPANY_PREFIX, qualifiers=(('7040',),)),
    variable('420', 'SHIP TO POST', XV20, excludes=('421',)),
    variable('421', 'SHIP TO POST', N3_COUNTRY, XV9, excludes=('4307',)),
    variable('422', 'ORIGIN', N3_COUNTRY, needs=(WITH_01_OR_02_OR_8006_OR_8026,), excludes=('426',)),
    variable('423', 'COUNTRY - INITIAL PROCESS', N3_COUNTRY, N3_O_COUNTRY, N3_O_COUNTRY, N3_O_COUNTRY, N3_O_COUNTRY, needs=(WITH_01_OR_02,), excludes=('426',)),
    variable('424', 'COUNTRY - PROCESS', N3_COUNTRY, needs=(WITH_01_OR_02,), excludes=('426',)),
    variable('425', 'COUNTRY - DISASSEMBLY', N3_COUNTRY, N3_O_COUNTRY, N3_O_COUNTRY, N3_O_COUNTRY, N3_O_COUNTRY, needs=(WITH_01_OR_02,), excludes=('426',)),
    variable('426', 'COUNTRY - FULL PROCESS', N3_COUNTRY, needs=(WITH_01_OR_02,)),
    variable('427', 'ORIGIN SUBDIVISION', XV3, needs=(WITH_01_OR_02, WITH_422)),
    variable('4300', 'SHIP TO COMP', XV35_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4301', 'SHIP TO NAME', XV35_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4302', 'SHIP TO ADD1', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4303', 'SHIP TO ADD2', XV70_PERCENT_ENCODED, needs=(WITH_4302,)),
    variable('4304', 'SHIP TO SUB', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4305', 'SHIP TO LOC', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4306', 'SHIP TO REG', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4307', 'SHIP TO COUNTRY', X2_COUNTRY_LETTERS, needs=(WITH_00,)),
    variable('4308', 'SHIP TO PHONE', XV30, needs=(WITH_00,)),
    variable('4309', 'SHIP TO GEO', N10_LATITUDE, N10_LONGITUDE, needs=(WITH_00,)),
    variable('4310', 'RTN TO COMP', XV35_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4311', 'RTN TO NAME', XV35_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4312', 'RTN TO ADD1', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4313', 'RTN TO ADD2', XV70_PERCENT_ENCODED, needs=(WITH_4312,)),
    variable('4314', 'RTN TO SUB', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4315', 'RTN TO LOC', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4316', 'RTN TO REG', XV70_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4317', 'RTN TO COUNTRY', X2_COUNTRY_LETTERS, needs=(WITH_00,)),
    variable('4318', 'RTN TO POST', XV20, needs=(WITH_00,)),
    variable('4319', 'RTN TO PHONE', XV30, needs=(WITH_00,)),
    variable('4320', 'SRV DESCRIPTION', XV35_PERCENT_ENCODED, needs=(WITH_00,)),
    variable('4321', 'DANGEROUS GOODS', N1_YES_OR_NO, needs=(WITH_00,)),
    variable('4322', 'AUTH TO LEAVE', N1_YES_OR_NO, needs=(WITH_00,)),
    variable('4323', 'SIG REQUIRED', N1_YES_OR_NO, needs=(WITH_00,)),
    variable('4324', 'NOT BEF DEL DT', N6_DATE_OR_MONTH, N4_HOUR_AND_MINUTE, needs=(WITH_00,)),
    variable('4325', 'NOT AFT DEL DT', N6_DATE_OR_MONTH, N4_HOUR_AND_MINUTE, needs=(WITH_00,)),
    variable('4326', 'REL DATE', N6_DATE, needs=(WITH_00,)),
    variable('4330', 'MAX TEMP F.', N6, X1_O_MINUS_SIGN, needs=(WITH_00,), excludes=('4331',)),
    variable('4331', 'MAX TEMP C.', N6, X1_O_MINUS_SIGN, needs=(WITH_00,), excludes=('4330',)),
    variable('4332', 'MIN TEMP F.', N6, X1_O_MINUS_SIGN, needs=(WITH_00,), excludes=('4333',)),
    variable('4333', 'MIN TEMP C.', N6, X1_O_MINUS_SIGN, needs=(WITH_00,), excludes=('4332',)),
    variable('7001', 'NSN', N13, needs=(WITH_01_OR_02_OR_8006_OR_8026,)),
    variable('7002', 'MEAT CUT', XV30, needs=(WITH_01_OR_02,)),
    variable('7003', 'EXPIRY TIME', N6_DATE, N4_HOUR_AND_MINUTE, needs=(WITH_01_OR_02,)),
    variable('7004', 'ACTIVE POTENCY', NV4, needs=(WITH_01_AND_10,)),
    variable('7005', 'CATCH AREA', XV12, needs=(WITH_01_OR_02,)),
    variable('7006', 'FIRST FREEZE DATE', N6_DATE, needs=(WITH_01_OR_02,)),
    variable('7007', 'HARVEST DATE', N6_DATE, N6_O_DATE, needs=(WITH_01_OR_02,)),
    variable('7008', 'AQUATIC SPECIES', XV3, needs=(WITH_01_OR_02,)),
    variable('7009', 'FISHING GEAR TYPE', XV10, needs=(WITH_01_OR_02,)),
    variable('7010', 'PROD METHOD', XV2, needs=(WITH_01_OR_02,)),
    variable('7011', 'TEST BY DATE', N6_DATE, N4_O_HOUR_AND_MINUTE, needs=(WITH_01_OR_02,)),
    variable('7020', 'REFURB LOT', XV20, needs=(WITH_01_OR_8006, WITH_416)),
    variable('7021', 'FUNC STAT', XV20, needs=(WITH_01_OR_8006,)),
    variable('7022', 'REV STAT', XV20, needs=(WITH_7021,)),
    variable('7023', 'GIAI - ASSEMBLY', XV30_COMPANY_PREFIX),
    variable('7030', 'PROCESSOR # 0', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7031', 'PROCESSOR # 1', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7032', 'PROCESSOR # 2', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7033', 'PROCESSOR # 3', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7034', 'PROCESSOR # 4', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7035', 'PROCESSOR # 5', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7036', 'PROCESSOR # 6', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7037', 'PROCESSOR # 7', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7038', 'PROCESSOR # 8', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7039', 'PROCESSOR # 9', N3_COUNTRY_OR_SEVERAL, XV27, needs=(WITH_01_OR_02,)),
    variable('7040', 'UIC+EXT', N1, X1, X1, X1_IMPORTER_INDEX, attribute=False),
    variable('7041', 'UFRGT UNIT TYPE', XV4_PACKAGE_TYPE, attribute=False, needs=(WITH_00,)),
    variable('710', 'NHRN PZN', XV20, needs=(WITH_01,)),
    variable('711', 'NHRN CIP', XV20, needs=(WITH_01,)),
    variable('712', 'NHRN CN', XV20, needs=(WITH_01,)),
    variable('713', 'NHRN DRN', XV20, needs=(WITH_01,)),
    variable('714', 'NHRN AIM', XV20, needs=(WITH_01,)),
    variable('715', 'NHRN NDC', XV20, needs=(WITH_01,)),
    variable('716', 'NHRN AIC', XV20, needs=(WITH_01,)),
    variable('717', 'NHRN SRN', XV20, needs=(WITH_01,)),
    variable('7230', 'CERT # 1', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7231', 'CERT # 2', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7232', 'CERT # 3', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7233', 'CERT # 4', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7234', 'CERT # 5', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7235', 'CERT # 6', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7236', 'CERT # 7', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7237', 'CERT # 8', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7238', 'CERT # 9', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7239', 'CERT # 10', X2, XV28, needs=(WITH_01_OR_8004,)),
    variable('7240', 'PROTOCOL', XV20, needs=(WITH_01_OR_8006,)),
    variable('7241', 'AIDC MEDIA TYPE', N2_MEDIA_TYPE, needs=(WITH_8017_OR_8018,)),
    variable('7242', 'VCN', XV25, needs=(WITH_8017_OR_8018,)),
    variable('7250', 'DOB', N8_DATE_WITH_CENTURY, needs=(WITH_8018,), excludes=('7251',)),
    variable('7251', 'DOB TIME', N8_DATE_WITH_CENTURY, N4_HOUR_AND_MINUTE, needs=(WITH_8018,), excludes=('7250',)),
    variable('7252', 'BIO SEX', N1_SEX, needs=(WITH_8018,)),
    variable('7253', 'FAMILY NAME', XV40_PERCENT_ENCODED, needs=(WITH_8017_OR_8018,), excludes=('7256', '7259')),
    variable('7254', 'GIVEN NAME', XV40_PERCENT_ENCODED, needs=(WITH_8017_OR_8018,), excludes=('7256', '7259')),
    variable('7255', 'SUFFIX', XV10, needs=(WITH_8017_OR_8018,), excludes=('7256', '7259')),
    variable('7256', 'FULL NAME', XV90_PERCENT_ENCODED, needs=(WITH_8017_OR_8018,)),
    variable('7257', 'PERSON ADDR', XV70_PERCENT_ENCODED, needs=(WITH_8018,)),
    variable('7258', 'BIRTH SEQUENCE', X3_POSITION_OF_TOTAL, needs=(WITH_8018_AND_7259,)),
    variable('7259', 'BABY', XV40_PERCENT_ENCODED, needs=(WITH_8018,), excludes=('7256',)),
    variable('8001', 'DIMENSIONS', N4_NOT_ZERO, N5_NOT_ZERO, N3_NOT_ZERO, N1_WINDING_DIRECTION, N1, needs=(WITH_01,)),
    variable('8002', 'CMT No.', XV20),
    variable('8003', 'GRAI', N1_ZERO, N13_CHECK_DIGIT_COMPANY_PREFIX, XV16_O, qualifiers=()),
    variable('8004', 'GIAI', XV30_COMPANY_PREFIX, qualifiers=(('7040',),)),
    variable('8005', 'PRICE PER UNIT', N6, needs=(WITH_01_OR_02,)),
    variable('8006', 'ITIP', N14_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR, N4_PIECE_OF_TOTAL, excludes=('01', '37'), qualifiers=(('22', '10', '21'),)),
    variable('8007', 'IBAN', XV34_IBAN, needs=(WITH_415,)),
    variable('8008', 'PROD TIME', N6_DATE, N2_HOUR, N2_O_MINUTE, N2_O_SECOND, needs=(WITH_01_OR_02,)),
    variable('8009', 'OPTSEN', XV50, needs=(WITH_00_OR_01,)),
    variable('8010', 'CPID', YV30_COMPANY_PREFIX, qualifiers=(('8011',),)),
    variable('8011', 'CPID SERIAL', NV12_NO_LEADING_ZERO, attribute=False, needs=(WITH_8010,)),
    variable('8012', 'VERSION', XV20, needs=(WITH_01_OR_8006,)),
    variable('8013', 'GMN', XV25_CHECK_PAIR_COMPANY_PREFIX, qualifiers=()),
    variable('8014', 'MUDI', XV25_CHECK_PAIR_COMPANY_PREFIX_NOT_ONLY_DIGITS, attribute=False, needs=(WITH_01,)),
    variable('8017', 'GSRN - PROVIDER', N18_CHECK_DIGIT_COMPANY_PREFIX, excludes=('8018',), qualifiers=(('8019',),)),
    variable('8018', 'GSRN - RECIPIENT', N18_CHECK_DIGIT_COMPANY_PREFIX, excludes=('8017',), qualifiers=(('8019',),)),
    variable('8019', 'SRIN', NV10, attribute=False, needs=(WITH_8017_OR_8018,)),
    variable('8020', 'REF No.', XV25, attribute=False, needs=(WITH_415,)),
    variable('8026', 'ITIP CONTENT', N14_CHECK_DIGIT_COMPANY_PREFIX_BEHIND_INDICATOR, N4_PIECE_OF_TOTAL, needs=(WITH_37,), excludes=('02', '8006')),
    variable('8030', 'DIGSIG', ZV90, needs=(WITH_00_OR_01_AND_21_OR_253_OR_255_OR_8003_OR_8004_OR_8006_AND_21_OR_8010_AND_8011_OR_8017_OR_8018,)),
    variable('8040', 'IMEI', N15, attribute=False, needs=(WITH_01_AND_21,)),
    variable('8041', 'IMEI2', N15, attribute=False, needs=(WITH_01_AND_21_AND_8040,)),
    variable('8042', 'ESIM', N32, attribute=False, needs=(WITH_01_AND_21_AND_8040,)),
    variable('8043', 'PSIM', N18, NV2_O, attribute=False, needs=(WITH_01_AND_21_AND_8040,)),
    variable('8110', '', XV70_COUPON),
    variable('8111', 'POINTS', N4, needs=(WITH_255,)),
    variable('8112', '', XV70_COUPON_POSITIVE_OFFER),
    variable('8200', 'PRODUCT URL', XV70, attribute=False, needs=(WITH_01,)),
    variable('90', 'INTERNAL', XV30),
    variable('91-99', 'INTERNAL', XV90),
)
