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
     * @param Closure(): void $afterCommit
     */
    public function __construct(
        string $dsn,
        ?string $username,
        ?string $password,
        array $options,
        private readonly Closure $afterCommit,
    ) {
        parent::__construct($dsn, $username, $password, $options);
    }

    public function commit(): bool
    {
        $isCommitted = parent::commit();

        if ($isCommitted) {
            ($this->afterCommit)();
        }

        return $isCommitted;
    }

    /**
     * A transaction that was begun by a statement, as one of SQLite that takes its turn at once, ends by one.
     */
    public function exec(string $statement): int|false
    {
        $affected = parent::exec($statement);

        if ($affected !== false && strtolower(trim($statement, " ;\n")) === 'commit') {
            ($this->afterCommit)();
        }

        return $affected;
    }
}
