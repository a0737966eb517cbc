"""The queries of the benchmark in PySpark, as a user would write them: name -> (frame, output mode)."""
from pyspark.sql import functions as F

LOG = 'host STRING, timestamp TIMESTAMP, request STRING, http_reply INT, bytes LONG'
AD_EVENT = ('user_id STRING, page_id STRING, ad_id STRING, ad_type STRING, event_type STRING, event_time STRING, '
            'ip_address STRING')
PERSON = ('id LONG, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, dateTime TIMESTAMP, '
          'extra STRING')
AUCTION = ('id LONG, itemName STRING, description STRING, initialBid LONG, reserve LONG, dateTime TIMESTAMP, '
           'expires TIMESTAMP, seller LONG, category LONG, extra STRING')
BID = 'auction LONG, bidder LONG, price LONG, channel STRING, url STRING, dateTime TIMESTAMP, extra STRING'


class Queries:
    def __init__(self, spark, data, files_per_batch):
        self.spark, self.data, self.files_per_batch = spark, data, files_per_batch

    def stream(self, folder, schema, **options):
        reader = self.spark.readStream.schema(schema).options(maxFilesPerTrigger=self.files_per_batch, **options)
        return reader.json(f'{self.data}/{folder}')

    def persons(self):
        return self.stream('person', PERSON).withWatermark('dateTime', '4 seconds')

    def auctions(self):
        return self.stream('auction', AUCTION).withWatermark('dateTime', '4 seconds')

    def bids(self):
        return self.stream('bid', BID).withWatermark('dateTime', '4 seconds')

    def W2(self):
        windows = (self.stream('', LOG, mode='DROPMALFORMED').withWatermark('timestamp', '10 minutes')
                   .groupBy(F.window('timestamp', '5 minutes'), 'request').count())
        return windows.select('window.start', 'request', 'count'), 'append'

    def W3(self):
        campaigns = self.spark.read.schema('ad_id STRING, campaign_id STRING').json(f'{self.data}/campaigns')
        views = (self.stream('events', AD_EVENT).where("event_type = 'view'")
                 .select('ad_id', F.timestamp_millis(F.col('event_time').cast('long')).alias('time'))
                 .withWatermark('time', '1 second'))
        windows = views.join(F.broadcast(campaigns), 'ad_id').groupBy(F.window('time', '10 seconds'), 'campaign_id').count()
        return windows.select('window.start', 'campaign_id', 'count'), 'append'

    def W5(self):
        return self.stream('rows', 'k LONG, v LONG').groupBy('k').agg(F.count('*').alias('n'), F.sum('v').alias('total')), 'update'

    def W6(self):
        schema = 'ad LONG, ts TIMESTAMP'
        shown = (self.stream('impressions', schema).selectExpr('ad AS shown', 'ts AS shownAt')
                 .withWatermark('shownAt', '10 seconds'))
        clicked = (self.stream('clicks', schema).selectExpr('ad AS clicked', 'ts AS clickedAt')
                   .withWatermark('clickedAt', '2 minutes'))
        within = 'shown = clicked AND clickedAt >= shownAt AND clickedAt <= shownAt + INTERVAL 60 SECONDS'
        return shown.join(clicked, F.expr(within)).select('shown', 'shownAt', 'clickedAt'), 'append'

    def q3(self):
        persons = self.stream('person', PERSON).where("state IN ('OR', 'ID', 'CA')")
        auctions = self.stream('auction', AUCTION).where('category = 10').selectExpr('id AS auction', 'seller')
        return auctions.join(persons, F.expr('seller = id')).select('name', 'city', 'state', 'auction'), 'append'

    def q5(self):
        counts = (self.bids().groupBy(F.window('dateTime', '10 seconds', '2 seconds'), 'auction')
                  .agg(F.count('*').alias('bids')))
        # Windows end two seconds apart: of those that end in the same two seconds there is one.
        hottest = (counts.groupBy(F.window(F.window_time('window'), '2 seconds').alias('ends'))
                   .agg(F.max(F.expr('struct(bids, auction)')).alias('hottest')))
        return hottest.select('ends.end', 'hottest.bids', 'hottest.auction'), 'append'

    def q7(self):
        highest = (self.bids().groupBy(F.window('dateTime', '10 seconds')).agg(F.max('price').alias('highest'))
                   .select(F.window_time('window').alias('ends'), 'highest'))
        bids = self.bids().select('auction', 'bidder', 'price', F.col('dateTime').alias('bidAt'))
        within = "price = highest AND bidAt <= ends AND bidAt > ends - INTERVAL 10 SECONDS"
        return bids.join(highest, F.expr(within)).select('auction', 'bidder', 'price', 'bidAt'), 'append'

    def q7m(self):
        highest = (self.bids().groupBy(F.window('dateTime', '10 seconds'))
                   .agg(F.max(F.expr('struct(price, auction, bidder)')).alias('highest')))
        return highest.select('window.start', 'highest.*'), 'append'

    def q8(self):
        persons = (self.persons().groupBy(F.window('dateTime', '10 seconds').alias('joined'), 'id', 'name').count()
                   .select('joined', 'id', 'name'))
        sellers = (self.auctions().groupBy(F.window('dateTime', '10 seconds').alias('sold'), 'seller').count()
                   .select('sold', 'seller'))
        return persons.join(sellers, F.expr('id = seller AND joined = sold')).select('id', 'name', 'joined.start'), 'append'

    def q9(self):
        auctions = self.auctions().selectExpr('id', 'category', 'dateTime AS opensAt', 'expires')
        bids = self.bids().selectExpr('auction', 'bidder', 'price', 'dateTime AS bidAt')
        # No auction is open for longer than a second; only a constant range lets state expire.
        during = 'id = auction AND bidAt >= opensAt AND bidAt <= expires AND bidAt <= opensAt + INTERVAL 1 SECOND'
        best = F.expr('max_by(struct(price, bidAt), struct(price, -unix_micros(bidAt)))').alias('best')
        winners = auctions.join(bids, F.expr(during)).groupBy('id', 'category').agg(best)
        return winners.select('id', 'category', 'best.price', 'best.bidAt'), 'update'

    def q11(self):
        sessions = self.bids().groupBy(F.session_window('dateTime', '10 seconds'), 'bidder').count()
        return sessions.select('bidder', 'count', 'session_window.start', 'session_window.end'), 'append'

    def q12(self):
        bids = self.stream('bid', BID).select('bidder', F.current_timestamp().alias('seenAt'))
        counts = bids.groupBy(F.window('seenAt', '10 seconds'), 'bidder').count()
        return counts.select('window.start', 'bidder', 'count'), 'update'

    def q20(self):
        auctions = (self.auctions().where('category = 10')
                    .selectExpr('id', 'itemName', 'description', 'initialBid', 'reserve', 'dateTime AS opensAt', 'expires',
                                'seller', 'category', 'extra AS auctionExtra'))
        bids = self.bids().selectExpr('auction', 'bidder', 'price', 'channel', 'url', 'dateTime AS bidAt', 'extra AS bidExtra')
        # All bids of an auction come within a second of its opening; without a range both sides are kept for ever.
        near = ('auction = id AND bidAt >= opensAt - INTERVAL 1 SECOND AND bidAt <= opensAt + INTERVAL 1 SECOND')
        return bids.join(auctions, F.expr(near)).drop('id'), 'append'
