package org.dapple.models.weights;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.models.weights.Pickled.Inert;
import org.dapple.models.weights.Pickled.None;

/**
 * Reads the part of Python's pickle format (protocol 2) that PyTorch writes, without running code. {@link Rebuilding}
 * checks names; objects are numbers, texts, lists, maps and descriptions of tensors. Every object counts against a
 * memory budget. Source: the opcode table of Python's {@code pickletools}.
 */
final class Unpickler {
    /** The cost of an object with a few fields, including its entry in a list or table. */
    private static final int OBJECT_COST = 100;

    private static final int LONGEST_TEXT = 1 << 16;
    private static final int LONGEST_NAME = 200;

    private final DataInputStream in;
    private long budget;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /**
     * Creates a reader of one pickle.
     *
     * @param in a buffered stream
     * @param budget memory for its objects, in bytes
     */
    Unpickler(InputStream in, long budget) {
        this.in = new DataInputStream(in);
        this.budget = budget;
    }

    /**
     * Reads the pickle.
     *
     * @return its object
     * @throws IOException if it is damaged, too large, or uses more than weights need
     */
    Object load() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte();
            if (opcode == '.') {
                return pop();
            }
            pay(OBJECT_COST);
            step(opcode);
        }
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> protocol();
            case '(' -> marks.add(stack.size());
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) in.readUnsignedByte());
            case 'M' -> push((long) (in.readUnsignedByte() | in.readUnsignedByte() << 8));
            case 'J' -> push((long) littleInt());
            case 0x8a -> push(shortLong());
            case 'G' -> push(in.readDouble());
            case 'X' -> push(text(littleInt()));
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case ')' -> push(List.of());
            case 't' -> push(sinceMark());
            case 0x85 -> push(last(1));
            case 0x86 -> push(last(2));
            case 0x87 -> push(last(3));
            case 'a' -> append(last(1));
            case 'e' -> append(sinceMark());
            case 's' -> set(last(2));
            case 'u' -> set(sinceMark());
            case 'q' -> memo.put(in.readUnsignedByte(), top());
            case 'r' -> memo.put(littleInt(), top());
            case 'h' -> push(remembered(in.readUnsignedByte()));
            case 'j' -> push(remembered(littleInt()));
            case 'c' -> push(Rebuilding.global(line() + "." + line()));
            case 'Q' -> push(Rebuilding.storage(pop()));
            case 'R', 0x81 -> {
                Object arguments = pop();
                push(Rebuilding.call(pop(), arguments));
            }
            case 'b' -> {
                Object state = pop();
                Rebuilding.build(top(), state);
            }
            default ->
                throw new IOException(
                        String.format("its pickle has the opcode 0x%02x, which weights never need", opcode));
        }
    }

    private void protocol() throws IOException {
        int version = in.readUnsignedByte();
        if (version != 2) {
            throw new IOException("its pickle has protocol " + version
                    + ", not 2: save it again with torch.save(state, file), without pickle_protocol");
        }
    }

    private void pay(long bytes) throws IOException {
        budget -= bytes;
        if (budget < 0) {
            throw new IOException("its pickle has far more data than weights of this size need");
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    /** The lowest stack position that may be popped: objects before the last mark are protected. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private Object top() throws IOException {
        if (stack.size() <= floor()) {
            throw unsound();
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws IOException {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    private List<Object> last(int count) throws IOException {
        if (stack.size() - count < floor()) {
            throw unsound();
        }
        return cut(stack.size() - count);
    }

    private List<Object> sinceMark() throws IOException {
        if (marks.isEmpty()) {
            throw unsound();
        }
        return cut(marks.remove(marks.size() - 1));
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> result = new ArrayList<>(tail);
        tail.clear();
        return result;
    }

    private void append(List<Object> values) throws IOException {
        if (top() instanceof ArrayList<?>) {
            @SuppressWarnings("unchecked") // only this class creates lists, of objects
            List<Object> list = (List<Object>) top();
            list.addAll(values);
        } else if (!(top() instanceof Inert)) {
            throw unsound();
        }
    }

    private void set(List<Object> pairs) throws IOException {
        if (pairs.size() % 2 != 0 || !(top() instanceof Map || top() instanceof Inert)) {
            throw unsound();
        }
        if (top() instanceof Map) {
            @SuppressWarnings("unchecked") // only this class and Rebuilding create maps, of objects
            Map<Object, Object> map = (Map<Object, Object>) top();
            for (int i = 0; i < pairs.size(); i += 2) {
                if (!(pairs.get(i) instanceof String || pairs.get(i) instanceof Number)) {
                    throw new IOException("its pickle has a dictionary whose keys are neither texts nor numbers");
                }
                map.put(pairs.get(i), pairs.get(i + 1));
            }
        }
    }

    private Object remembered(int index) throws IOException {
        Object value = memo.get(index);
        if (value == null) {
            throw unsound();
        }
        return value;
    }

    private int littleInt() throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private long shortLong() throws IOException {
        int length = in.readUnsignedByte();
        if (length > Long.BYTES) {
            throw new IOException("its pickle has an integer of " + length + " bytes; weights need at most 8");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) in.readUnsignedByte() << (8 * i);
        }
        int unused = Long.SIZE - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    private String text(int length) throws IOException {
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("its pickle has a text of " + Integer.toUnsignedString(length) + " bytes; at most "
                    + LONGEST_TEXT + " are read");
        }
        pay(3L * length);
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (line.length() == LONGEST_NAME) {
                throw new IOException("its pickle has a name of more than " + LONGEST_NAME + " characters");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private static IOException unsound() {
        return new IOException("its pickle is damaged: an operation does not fit the previous ones");
    }
}
