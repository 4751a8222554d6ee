package io.pushpop.bench.sbe;

import io.pushpop.bench.itch.MessageType;
import io.pushpop.bench.itch.OrderBooks;
import io.pushpop.bench.sbe.codec.AddDecoder;
import io.pushpop.bench.sbe.codec.CancelDecoder;
import io.pushpop.bench.sbe.codec.DeleteDecoder;
import io.pushpop.bench.sbe.codec.ExecuteDecoder;
import io.pushpop.bench.sbe.codec.MessageHeaderDecoder;
import io.pushpop.bench.sbe.codec.ReplaceDecoder;
import io.pushpop.bench.sbe.codec.Side;
import io.pushpop.bench.sbe.codec.TradeDecoder;
import io.pushpop.queue.ElementHandler;
import org.agrona.DirectBuffer;

/**
 * Reads messages of the schema where they lie, and keeps books by them. For one thread. Allocates
 * nothing itself.
 */
public final class SbeReader implements ElementHandler {
  private static final byte NO_CROSS = 0;

  private final OrderBooks books;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final AddDecoder add = new AddDecoder();
  private final ExecuteDecoder execute = new ExecuteDecoder();
  private final CancelDecoder cancel = new CancelDecoder();
  private final DeleteDecoder delete = new DeleteDecoder();
  private final ReplaceDecoder replace = new ReplaceDecoder();
  private final TradeDecoder trade = new TradeDecoder();

  /**
   * A reader.
   *
   * @param books kept by what is read; they count messages by the types that these had in ITCH
   */
  public SbeReader(OrderBooks books) {
    this.books = books;
  }

  /**
   * Takes in a message.
   *
   * @param buffer holds the message
   * @param offset of its header
   * @param length of it in bytes, header included
   * @throws IllegalArgumentException if it is of another schema, or of a kind that no feed sends
   */
  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    header.wrap(buffer, offset);
    int templateId = header.templateId();
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      throw notOfOurs(templateId, length);
    }
    switch (templateId) {
      case AddDecoder.TEMPLATE_ID -> add(buffer, offset);
      case ExecuteDecoder.TEMPLATE_ID -> execute(buffer, offset);
      case CancelDecoder.TEMPLATE_ID -> cancel(buffer, offset);
      case DeleteDecoder.TEMPLATE_ID -> delete(buffer, offset);
      case ReplaceDecoder.TEMPLATE_ID -> replace(buffer, offset);
      case TradeDecoder.TEMPLATE_ID -> trade(buffer, offset);
      default -> throw notOfOurs(templateId, length);
    }
  }

  private void add(DirectBuffer buffer, int offset) {
    add.wrapAndApplyHeader(buffer, offset, header);
    books.add(add.locate(), add.reference(), add.side() == Side.BUY, add.shares(), add.price());
    boolean named = add.participant() != AddDecoder.participantNullValue();
    books.counts().add(named ? MessageType.ADD_ORDER_MPID : MessageType.ADD_ORDER);
  }

  private void execute(DirectBuffer buffer, int offset) {
    execute.wrapAndApplyHeader(buffer, offset, header);
    books.reduce(execute.reference(), execute.shares());
    boolean priced = execute.price() != ExecuteDecoder.priceNullValue();
    books.counts().add(priced ? MessageType.ORDER_EXECUTED_WITH_PRICE : MessageType.ORDER_EXECUTED);
  }

  private void cancel(DirectBuffer buffer, int offset) {
    cancel.wrapAndApplyHeader(buffer, offset, header);
    books.reduce(cancel.reference(), cancel.shares());
    books.counts().add(MessageType.ORDER_CANCEL);
  }

  private void delete(DirectBuffer buffer, int offset) {
    delete.wrapAndApplyHeader(buffer, offset, header);
    books.delete(delete.reference());
    books.counts().add(MessageType.ORDER_DELETE);
  }

  private void replace(DirectBuffer buffer, int offset) {
    replace.wrapAndApplyHeader(buffer, offset, header);
    books.replace(replace.reference(), replace.newReference(), replace.shares(), replace.price());
    books.counts().add(MessageType.ORDER_REPLACE);
  }

  private void trade(DirectBuffer buffer, int offset) {
    trade.wrapAndApplyHeader(buffer, offset, header);
    books.counts().add(trade.cross() == NO_CROSS ? MessageType.TRADE : MessageType.CROSS_TRADE);
  }

  private IllegalArgumentException notOfOurs(int templateId, int length) {
    return new IllegalArgumentException(
        "the element is no message that a feed sends: templateId="
            + templateId
            + ", schemaId="
            + header.schemaId()
            + ", expected schemaId="
            + MessageHeaderDecoder.SCHEMA_ID
            + ", length="
            + length
            + "; build both sides from one schema");
  }
}
