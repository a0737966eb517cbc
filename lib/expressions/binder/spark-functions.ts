/** Names of the functions of Spark 4.3 (SHOW FUNCTIONS): what is missing here is told from what is misspelt. */
export const sparkFunctions: ReadonlySet<string> = new Set(
  `
  abs add_months aes_encrypt aggregate and any any_value approx_percentile approx_top_k approx_top_k_accumulate
  approx_top_k_combine array array_agg array_append array_except array_insert array_intersect array_max array_min
  array_prepend array_remove array_repeat array_size array_sort arrays_zip ascii asinh atan atan2 atanh avg base64
  between bigint bin bit_get bit_length bit_or bitmap_bit_position bitmap_bucket_number bitmap_or_agg bool_and
  boolean bround btrim cardinality cast ceil ceiling char char_length character_length chr collate collations conv
  convert_timezone corr cosh cot count_if covar_pop crc32 csc curdate current_catalog current_date current_schema
  current_time current_timestamp current_timezone current_user date_add date_diff date_trunc day dayname dayofmonth
  dayofyear decimal decode degrees div double e elt encode every explode_outer expm1 extract factorial first_value
  flatten float floor forall format_string from_avro from_base32 from_protobuf from_utc_timestamp from_xml
  get_json_object getbit greatest grouping grouping_id hex histogram_numeric hll_sketch_estimate hll_union_agg hmac
  if ifnull in initcap inline input_file_block_length int is_valid_utf8 is_valid_variant isnan isnotnull
  json_object_keys json_tuple kll_merge_agg_bigint kll_merge_agg_double kll_sketch_agg_bigint kll_sketch_agg_float
  kll_sketch_get_n_bigint kll_sketch_get_n_double kll_sketch_get_n_float kll_sketch_get_quantile_bigint
  kll_sketch_get_quantile_double kll_sketch_get_quantile_float kll_sketch_merge_bigint kll_sketch_merge_double
  kll_sketch_merge_float kll_sketch_to_string_float lag last last_value lcase lead left len levenshtein like listagg
  ln localtimestamp locate log10 log1p log2 luhn_check make_date make_interval make_time make_timestamp
  make_timestamp_ltz map map_contains_key map_entries map_filter map_from_arrays map_keys map_zip_with mask max md5
  measure median minute month months_between named_struct nanvl next_day not nth_value ntile nullifzero nvl or
  parse_json percent_rank percentile percentile_approx percentile_cont percentile_disc pi pmod posexplode position
  positive pow power python_worker_logs quarter radians raise_error randn random randstr rank reduce regexp_count
  regexp_extract regexp_instr regr_avgx regr_avgy regr_count regr_intercept regr_sxx regr_sxy repeat replace reverse
  right rint rtrim schema_of_csv schema_of_variant_agg second sequence session_user sha sha1 shiftright
  shiftrightunsigned sign size skewness some sort_array soundex spark_partition_id split_part sqrt st_geogfromwkb
  st_geomfromwkb st_setsrid stack stddev string_agg substr substring_index sum theta_difference theta_intersection
  theta_intersection_agg theta_sketch_estimate theta_union time time_bucket time_diff time_from_millis
  time_from_seconds time_to_micros time_to_seconds time_trunc timestamp_micros timestamp_millis timestamp_nanos
  to_avro to_base32 to_binary to_char to_csv to_date to_json to_timestamp_ntz to_varchar to_variant_object to_xml
  transform_keys translate trim try_aes_decrypt try_divide try_element_at try_make_timestamp_ltz try_multiply
  try_parse_json try_reflect try_subtract try_sum try_to_binary try_to_time try_to_timestamp try_url_decode
  try_variant_array_append try_variant_get try_variant_set tuple_difference_double tuple_difference_integer
  tuple_difference_theta_double tuple_intersection_agg_integer tuple_intersection_double tuple_intersection_integer
  tuple_intersection_theta_double tuple_intersection_theta_integer tuple_sketch_agg_double tuple_sketch_theta_double
  tuple_sketch_theta_integer typeof ucase unbase64 unhex uniform unix_date unix_millis unix_nanos unix_timestamp
  upper url_decode url_encode user uuid var_pop var_samp variance variant_array_append variant_get variant_set
  vector_avg vector_inner_product vector_l2_distance vector_sum weekday weekofyear when window xpath xpath_boolean
  xpath_float xpath_int xpath_string year
`
    .trim()
    .split(/\s+/),
)
