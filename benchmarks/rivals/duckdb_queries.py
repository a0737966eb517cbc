"""The queries of the benchmark as batches in DuckDB: name -> SQL over the folder with the data. Windows that are still open at
the end are among the results; the comparison leaves them out."""

LOG = "{host:'VARCHAR',timestamp:'TIMESTAMPTZ',request:'VARCHAR',http_reply:'INT',bytes:'BIGINT'}"
AD_EVENT = ("{user_id:'VARCHAR',page_id:'VARCHAR',ad_id:'VARCHAR',ad_type:'VARCHAR',event_type:'VARCHAR',"
            "event_time:'VARCHAR',ip_address:'VARCHAR'}")
PERSON = ("{id:'BIGINT',name:'VARCHAR',emailAddress:'VARCHAR',creditCard:'VARCHAR',city:'VARCHAR',state:'VARCHAR',"
          "dateTime:'TIMESTAMPTZ',extra:'VARCHAR'}")
AUCTION = ("{id:'BIGINT',itemName:'VARCHAR',description:'VARCHAR',initialBid:'BIGINT',reserve:'BIGINT',"
           "dateTime:'TIMESTAMPTZ',expires:'TIMESTAMPTZ',seller:'BIGINT',category:'BIGINT',extra:'VARCHAR'}")
BID = ("{auction:'BIGINT',bidder:'BIGINT',price:'BIGINT',channel:'VARCHAR',url:'VARCHAR',dateTime:'TIMESTAMPTZ',"
       "extra:'VARCHAR'}")


def queries(data):
    def lines(folder, columns, more=''):
        return f"read_json('{data}/{folder}*.json', format='newline_delimited', columns={columns}{more})"

    log = lines('', LOG, ', ignore_errors=true')
    ad_events = lines('events/', AD_EVENT)
    campaigns = lines('campaigns/', "{ad_id:'VARCHAR',campaign_id:'VARCHAR'}")
    keys = lines('rows/', "{k:'BIGINT',v:'BIGINT'}")
    shown, clicked = (lines(folder, "{ad:'BIGINT',ts:'TIMESTAMPTZ'}") for folder in ('impressions/', 'clicks/'))
    person, auction, bid = lines('person/', PERSON), lines('auction/', AUCTION), lines('bid/', BID)
    tens = "time_bucket(interval '10 seconds', dateTime)"
    return {
        'W2': f"""
            select time_bucket(interval '5 minutes', timestamp) as start, request, count(*) as count
            from {log} where timestamp is not null group by all""",
        'W3': f"""
            select time_bucket(interval '10 seconds', to_timestamp(event_time::bigint / 1000)) as start, campaign_id,
                count(*) as count
            from {ad_events} join {campaigns} using (ad_id) where event_type = 'view' group by all""",
        'W5': f"select k, count(*) as n, sum(v)::bigint as total from {keys} group by k",
        'W6': f"""
            select shown.ad as shown, shown.ts as shownAt, clicked.ts as clickedAt
            from {shown} shown join {clicked} clicked
                on shown.ad = clicked.ad and clicked.ts between shown.ts and shown.ts + interval '60 seconds'""",
        'q3': f"""
            select name, city, state, auction.id as auction from {auction} auction join {person} person on seller = person.id
            where category = 10 and state in ('OR', 'ID', 'CA')""",
        # Panes of two seconds, each in the five windows that cover it.
        'q5': f"""
            with panes as (select time_bucket(interval '2 seconds', dateTime) as pane, auction, count(*) as bids
                    from {bid} group by all),
                counts as (select pane + to_seconds(2 * (1 + covering)) as "end", auction, sum(bids)::bigint as bids
                    from panes, range(5) windows(covering) group by all)
            select "end", max(bids) as bids, max_by(auction, bids * 10000000000 + auction) as auction
            from counts group by "end\"""",
        'q7': f"""
            with bids as (select auction, bidder, price, dateTime, {tens} as start from {bid}),
                highest as (select start, max(price) as price from bids group by start)
            select auction, bidder, price, dateTime as bidAt from bids join highest using (start, price)""",
        'q7m': f"""
            select start, highest.price, highest.auction, highest.bidder
            from (select {tens} as start, max(struct_pack(price, auction, bidder)) as highest from {bid} group by all)""",
        'q8': f"""
            select id, name, start from (select distinct id, name, {tens} as start from {person})
                join (select distinct seller as id, {tens} as start from {auction}) using (id, start)""",
        'q9': f"""
            select auction.id, category, max(price) as price, arg_max(bid.dateTime, (price, -epoch_us(bid.dateTime))) as bidAt
            from {auction} auction join {bid} bid on auction.id = bid.auction
                and bid.dateTime between auction.dateTime and expires
            group by all""",
        'q11': f"""
            with begins as (select bidder, dateTime,
                        coalesce(dateTime - lag(dateTime) over mine > interval '10 seconds', false)::int as begins
                    from {bid} window mine as (partition by bidder order by dateTime)),
                sessions as (select bidder, dateTime,
                        sum(begins) over (partition by bidder order by dateTime rows unbounded preceding) as number
                    from begins)
            select bidder, count(*) as count, min(dateTime) as start, max(dateTime) + interval '10 seconds' as "end"
            from sessions group by bidder, number""",
        'q12': f"select bidder, count(*) as count from {bid} group by bidder",
        'q20': f"""
            select bid.auction, bidder, price, channel, url, bid.dateTime as bidAt, bid.extra as bidExtra, itemName,
                description, initialBid, reserve, auction.dateTime as opensAt, expires, seller, category,
                auction.extra as auctionExtra
            from {bid} bid join {auction} auction on bid.auction = auction.id where category = 10""",
    }
