<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Exceptions\EngineRefusal;
use Closure;

/**
 * Says what a command found as a table for people, or with `--json` as one JSON text for programs.
 *
 * @internal
 */
trait AnswersInJson
{
    /**
     * @param array<array-key, mixed> $answer
     * @param Closure(): void $forPeople
     */
    private function answer(array $answer, Closure $forPeople): void
    {
        if ($this->option('json')) {
            $this->line(json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
        } else {
            $forPeople();
        }
    }

    /**
     * @param string $hint how to say to this command what the engine asks for
     */
    private function failWith(EngineRefusal $refusal, string $hint = ''): int
    {
        $message = $refusal->getMessage() . ($hint === '' ? '' : " ({$hint})");
        $this->answer(
            ['success' => false, 'message' => $message, 'error' => $refusal->kind()],
            fn () => $this->error($message),
        );

        return self::FAILURE;
    }
}
