<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Database\Dialect;
use Cartwright\Exceptions\InvalidVersionsException;
use Illuminate\Database\Connection;
use Throwable;

/**
 * The ids of changes that were counted, so that one that is delivered once more is not counted again: a table beside that of the
 * versions. The newest are known; those before them are forgotten now and then.
 *
 * @internal
 */
final readonly class KnownChanges
{
    /** Old ones are forgotten whenever so many new ones have come. */
    private const BATCH = 100;

    /** The databases of a cluster give each of them numbers in steps of its own; none takes longer ones. */
    private const STEP = 10;

    /** Bytes of an id, as the engine and the column have it. */
    private const LONGEST = 128;

    /**
     * @param int $remembered so many, or some more, are known again
     */
    public function __construct(private Connection $connection, private string $table, private int $remembered = 10_000)
    {
    }

    /**
     * Notes a change, in the transaction that is open.
     *
     * @return int|null its place among all that were noted; null if it was noted before
     *
     * @throws InvalidVersionsException if it is no id: here, for when the engine is told of it, it is committed
     */
    public function note(string $change): ?int
    {
        $bytes = strlen($change);
        $isId = $bytes > 0 && $bytes <= self::LONGEST && preg_match('//u', $change) === 1;
        $isId || throw new InvalidVersionsException(
            'The id of a change is a text of 1 to ' . self::LONGEST . " bytes in UTF-8; this one has {$bytes}",
            ['reason' => 'invalid_name'],
        );
        $isNew = Dialect::of($this->connection)->insertUnlessThere($this->connection, $this->table, 'change_id', ['change_id' => $change]);

        return $isNew ? (int) $this->connection->getPdo()->lastInsertId() : null;
    }

    /**
     * After the COMMIT of changes that were noted at these places. Whether old ones can be forgotten just now is nothing to them.
     *
     * @param list<int> $places
     */
    public function forgetOld(array $places): void
    {
        $due = array_filter($places, static fn (int $place): bool => $place % self::BATCH < self::STEP);
        $last = ($due === [] ? 0 : max($due)) - $this->remembered;

        if ($last <= 0) {
            return;
        }

        try {
            $table = $this->connection->getQueryGrammar()->wrapTable($this->table);
            $this->connection->affectingStatement("delete from {$table} where place <= ?", [$last]);
        } catch (Throwable) {
            // They are forgotten with the next ones.
        }
    }
}
