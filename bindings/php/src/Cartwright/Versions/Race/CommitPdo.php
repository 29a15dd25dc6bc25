<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Closure;
use PDO;

/**
 * A PDO that lets somebody in between COMMIT and whatever comes after it: there a writer of a race acknowledges, dies, or is
 * stopped. Laravel's own events come too late for that.
 *
 * @internal
 */
final class CommitPdo extends PDO
{
    /**
     * @param array<int, mixed> $options
     * @param Closure(): void $begun
     * @param Closure(self): void $committed
     */
    public function __construct(
        string $dsn,
        ?string $username,
        ?string $password,
        array $options,
        private readonly Closure $begun,
        private readonly Closure $committed,
    ) {
        parent::__construct($dsn, $username, $password, $options);
    }

    public function beginTransaction(): bool
    {
        ($this->begun)();

        return parent::beginTransaction();
    }

    public function commit(): bool
    {
        $isCommitted = parent::commit();
        $isCommitted && ($this->committed)($this);

        return $isCommitted;
    }

    /**
     * A transaction that is begun by a statement, as one of SQLite that takes its turn at once, ends by one.
     */
    public function exec(string $statement): int|false
    {
        $word = strtolower(strtok($statement, " ;\n") ?: '');
        $word === 'begin' && ($this->begun)();
        $affected = parent::exec($statement);
        $affected !== false && $word === 'commit' && ($this->committed)($this);

        return $affected;
    }
}
