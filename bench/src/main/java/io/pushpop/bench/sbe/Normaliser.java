package io.pushpop.bench.sbe;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.pushpop.bench.itch.Decoder;
import io.pushpop.bench.itch.Fields;
import io.pushpop.bench.itch.MessageType;
import io.pushpop.bench.sbe.codec.AddEncoder;
import io.pushpop.bench.sbe.codec.CancelEncoder;
import io.pushpop.bench.sbe.codec.DeleteEncoder;
import io.pushpop.bench.sbe.codec.ExecuteEncoder;
import io.pushpop.bench.sbe.codec.MessageHeaderEncoder;
import io.pushpop.bench.sbe.codec.ReplaceEncoder;
import io.pushpop.bench.sbe.codec.Side;
import io.pushpop.bench.sbe.codec.TradeEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Reads a message of ITCH and writes it as the message of the schema that says the same. */
final class Normaliser {
  /** Stands for a length where the schema has no such message. */
  static final int NO_MESSAGE = 0;

  private static final byte NO_CROSS = 0;

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AddEncoder add = new AddEncoder();
  private final ExecuteEncoder execute = new ExecuteEncoder();
  private final CancelEncoder cancel = new CancelEncoder();
  private final DeleteEncoder delete = new DeleteEncoder();
  private final ReplaceEncoder replace = new ReplaceEncoder();
  private final TradeEncoder trade = new TradeEncoder();

  /** Bytes that a message of this type takes, its header included, or {@link #NO_MESSAGE}. */
  static int length(MessageType type) {
    return switch (type) {
      case ADD_ORDER, ADD_ORDER_MPID -> length(AddEncoder.BLOCK_LENGTH);
      case ORDER_EXECUTED, ORDER_EXECUTED_WITH_PRICE -> length(ExecuteEncoder.BLOCK_LENGTH);
      case ORDER_CANCEL -> length(CancelEncoder.BLOCK_LENGTH);
      case ORDER_DELETE -> length(DeleteEncoder.BLOCK_LENGTH);
      case ORDER_REPLACE -> length(ReplaceEncoder.BLOCK_LENGTH);
      case TRADE, CROSS_TRADE -> length(TradeEncoder.BLOCK_LENGTH);
      default -> NO_MESSAGE;
    };
  }

  /**
   * Writes a message.
   *
   * @param type of a message that {@link #length} gives a length to
   * @param itch the message, from its first byte
   * @param buffer to write to
   * @param offset where the header goes
   */
  void write(MessageType type, DirectBuffer itch, MutableDirectBuffer buffer, int offset) {
    switch (type) {
      case ADD_ORDER -> add(itch, AddEncoder.participantNullValue(), buffer, offset);
      case ADD_ORDER_MPID -> add(itch, u32(itch, Fields.ADD_MPID), buffer, offset);
      case ORDER_EXECUTED ->
          execute(itch, ExecuteEncoder.priceNullValue(), (byte) 'Y', buffer, offset);
      case ORDER_EXECUTED_WITH_PRICE ->
          execute(
              itch,
              u32(itch, Fields.EXECUTED_PRICE),
              itch.getByte(Fields.EXECUTED_PRINTABLE),
              buffer,
              offset);
      case ORDER_CANCEL ->
          cancel
              .wrapAndApplyHeader(buffer, offset, header)
              .timestamp(Decoder.timestampNanos(itch, 0))
              .reference(Decoder.orderReference(itch, 0))
              .shares(Decoder.reducedShares(itch, 0))
              .locate(Decoder.stockLocate(itch, 0));
      case ORDER_DELETE ->
          delete
              .wrapAndApplyHeader(buffer, offset, header)
              .timestamp(Decoder.timestampNanos(itch, 0))
              .reference(Decoder.orderReference(itch, 0))
              .locate(Decoder.stockLocate(itch, 0));
      case ORDER_REPLACE ->
          replace
              .wrapAndApplyHeader(buffer, offset, header)
              .timestamp(Decoder.timestampNanos(itch, 0))
              .reference(Decoder.orderReference(itch, 0))
              .newReference(Decoder.newReference(itch, 0))
              .shares(Decoder.newShares(itch, 0))
              .price(Decoder.newPrice(itch, 0))
              .locate(Decoder.stockLocate(itch, 0));
      case TRADE ->
          trade(itch, buffer, offset)
              .stock(itch.getLong(Fields.TRADE_STOCK, BIG_ENDIAN))
              .match(itch.getLong(Fields.TRADE_MATCH, BIG_ENDIAN))
              .shares(u32(itch, Fields.TRADE_SHARES))
              .price(u32(itch, Fields.TRADE_PRICE))
              .side(itch.getByte(Fields.TRADE_SIDE) == 'B' ? Side.BUY : Side.SELL)
              .cross(NO_CROSS);
      case CROSS_TRADE ->
          trade(itch, buffer, offset)
              .stock(itch.getLong(Fields.CROSS_STOCK, BIG_ENDIAN))
              .match(itch.getLong(Fields.CROSS_MATCH, BIG_ENDIAN))
              .shares(itch.getLong(Fields.CROSS_SHARES, BIG_ENDIAN))
              .price(u32(itch, Fields.CROSS_PRICE))
              .side(Side.NULL_VAL)
              .cross(itch.getByte(Fields.CROSS_TYPE));
      default ->
          throw new IllegalArgumentException(
              "the schema has no such message: type=" + type + "; ask for its length first");
    }
  }

  private void add(DirectBuffer itch, long participant, MutableDirectBuffer buffer, int offset) {
    add.wrapAndApplyHeader(buffer, offset, header)
        .timestamp(Decoder.timestampNanos(itch, 0))
        .reference(Decoder.orderReference(itch, 0))
        .stock(itch.getLong(Fields.ADD_STOCK, BIG_ENDIAN))
        .shares(Decoder.shares(itch, 0))
        .price(Decoder.price(itch, 0))
        .participant(participant)
        .locate(Decoder.stockLocate(itch, 0))
        .side(Decoder.isBuy(itch, 0) ? Side.BUY : Side.SELL);
  }

  private void execute(
      DirectBuffer itch, long price, byte printable, MutableDirectBuffer buffer, int offset) {
    execute
        .wrapAndApplyHeader(buffer, offset, header)
        .timestamp(Decoder.timestampNanos(itch, 0))
        .reference(Decoder.orderReference(itch, 0))
        .match(itch.getLong(Fields.EXECUTED_MATCH, BIG_ENDIAN))
        .shares(Decoder.reducedShares(itch, 0))
        .price(price)
        .locate(Decoder.stockLocate(itch, 0))
        .printable(printable);
  }

  private TradeEncoder trade(DirectBuffer itch, MutableDirectBuffer buffer, int offset) {
    return trade
        .wrapAndApplyHeader(buffer, offset, header)
        .timestamp(Decoder.timestampNanos(itch, 0))
        .locate(Decoder.stockLocate(itch, 0));
  }

  private static int length(int blockLength) {
    return MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
  }

  private static long u32(DirectBuffer itch, int index) {
    return itch.getInt(index, BIG_ENDIAN) & 0xFFFF_FFFFL;
  }
}
