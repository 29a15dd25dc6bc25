<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use RuntimeException;

/**
 * Who has started the servers and can stop them: scripts/harm.sh, outside of the leg. It is spoken to through two named
 * pipes.
 */
final readonly class Servant
{
    private const VARIABLE = 'CARTWRIGHT_SERVANT';

    private function __construct(private string $directory)
    {
    }

    public static function called(): self
    {
        $directory = getenv(self::VARIABLE);

        return $directory !== false && is_dir($directory) ? new self($directory) : throw new RuntimeException(
            'nobody is there who could harm a server; scripts/harm.sh starts this command with servers of its own',
        );
    }

    public function ask(string $for): void
    {
        file_put_contents("{$this->directory}/ask", "{$for}\n");
        $answers = fopen("{$this->directory}/answer", 'r');
        $answer = trim((string) fgets($answers ?: throw new RuntimeException('The servant does not answer')));
        $answer === 'done' || throw new RuntimeException("The servant could not {$for}: {$answer}");
    }
}
