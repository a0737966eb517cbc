// The workload sessions-fn on Spark in Scala: a user's own sessions by transformWithState, on RocksDB.
import java.nio.file.{Files, Paths}
import java.sql.Timestamp
import org.apache.spark.sql._
import org.apache.spark.sql.streaming._

case class Visit(user: String, at: Timestamp, ms: Long)
case class Open(start: Long, end: Long, count: Int)
case class Session(user: String, start: Timestamp, end: Timestamp, count: Int)

class Sessions extends StatefulProcessor[String, Visit, Session] {
  private val gap = 10000L
  @transient private var open: ValueState[Open] = _

  override def init(outputMode: OutputMode, timeMode: TimeMode): Unit =
    open = getHandle.getValueState[Open]("open", Encoders.product[Open], TTLConfig.NONE)

  private def session(user: String, one: Open) =
    Session(user, new Timestamp(one.start), new Timestamp(one.end), one.count)

  override def handleInputRows(user: String, rows: Iterator[Visit], timers: TimerValues): Iterator[Session] = {
    val times = rows.map(_.at.getTime).toArray
    java.util.Arrays.sort(times)
    var now = open.get()
    if (now != null) getHandle.deleteTimer(now.end)
    val closed = scala.collection.mutable.ArrayBuffer[Session]()
    for (time <- times) {
      if (now != null && time < now.end) now = Open(now.start, math.max(now.end, time + gap), now.count + 1)
      else {
        if (now != null) closed += session(user, now)
        now = Open(time, time + gap, 1)
      }
    }
    getHandle.registerTimer(now.end)
    open.update(now)
    closed.iterator
  }

  override def handleExpiredTimer(user: String, timers: TimerValues, expired: ExpiredTimerInfo): Iterator[Session] = {
    val now = open.get()
    open.clear()
    Iterator(session(user, now))
  }
}

object SessionsFn {
  def main(args: Array[String]): Unit = {
    val Array(data, output, filesPerBatch, format) = args
    val begin = System.nanoTime
    val spark: SparkSession = SparkSession.builder().master("local[2]").config("spark.driver.host", "127.0.0.1")
      .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
      .config("spark.sql.session.timeZone", "UTC").config("spark.sql.warehouse.dir", s"$output/warehouse")
      .config("spark.sql.streaming.stateStore.providerClass", "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider")
      .config("spark.sql.streaming.numRecentProgressUpdates", "10000").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    import spark.implicits._
    val ready = System.nanoTime
    val sessions = spark.readStream.schema("user STRING, at TIMESTAMP, ms LONG").option("maxFilesPerTrigger", filesPerBatch)
      .json(s"$data/visits").withWatermark("at", "4 seconds").as[Visit]
      .groupByKey(_.user).transformWithState(new Sessions, TimeMode.EventTime(), OutputMode.Append())
    val query = sessions.writeStream.format(format).option("path", s"$output/data")
      .option("checkpointLocation", s"$output/checkpoint").outputMode("append").trigger(Trigger.AvailableNow()).start()
    query.awaitTermination()
    val end = System.nanoTime
    val cpu = ProcessHandle.current().info().totalCpuDuration().get().toMillis / 1e3
    val peak = Files.readString(Paths.get("/proc/self/status")).linesIterator.find(_.startsWith("VmHWM")).map(_.split("\\s+")(1).toLong / 1024.0)
    val batches = query.recentProgress.count(_.durationMs.containsKey("addBatch"))
    val late = query.recentProgress.map(_.stateOperators.map(_.numRowsDroppedByWatermark).sum).sum
    println(s"""{"engine":"spark","query_s":${(end - ready) / 1e9},"wall_s":${(end - begin) / 1e9},"batches":$batches,"late":$late,"cpu_s":$cpu,"peak_mb":${peak.getOrElse(0)}}""")
    spark.stop()
  }
}
