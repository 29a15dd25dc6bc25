<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Closure;
use PDO;
use SensitiveParameter;

/**
 * For a connector of Laravel's: its connections tell of their commits.
 *
 * @internal
 */
trait ConnectsWithCommits
{
    /**
     * @param Closure(): void $begun
     * @param Closure(CommitPdo): void $committed
     */
    public function __construct(private readonly Closure $begun, private readonly Closure $committed)
    {
    }

    protected function createPdoConnection($dsn, $username, #[SensitiveParameter] $password, $options): PDO
    {
        return new CommitPdo($dsn, $username, $password, $options, $this->begun, $this->committed);
    }
}
