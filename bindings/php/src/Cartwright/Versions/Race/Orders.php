<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

/**
 * What a process of a race says to the one who leads it, and is told. Whoever leads closes the pipe when the race is over; if he
 * dies, it closes too.
 *
 * @internal
 */
final class Orders
{
    public const READY = 'ready';

    public const STOP = 'stop';

    public const DIE = 'die';

    public const GO = 'go';

    private bool $areOver = false;

    public function say(string $line): void
    {
        // Nobody may be there to hear it.
        @fwrite(STDOUT, str_replace("\n", ' ', $line) . "\n");
    }

    public function areOver(): bool
    {
        $this->hear(0);

        return $this->areOver;
    }

    /**
     * Until it is told to go on, or the race is over.
     */
    public function await(): void
    {
        while (! $this->areOver && ! $this->hear(null)) {
            continue;
        }
    }

    /**
     * Asks to be stopped for longer than a lease, right here, and goes on afterwards.
     */
    public function stop(): void
    {
        $this->say(self::STOP);
        $this->await();
    }

    /**
     * Asks to be killed, right here.
     */
    public function die(): void
    {
        $this->say(self::DIE);
        $this->await();
    }

    /**
     * @param ?int $seconds null: for as long as it takes
     *
     * @return bool whether something was said
     */
    private function hear(?int $seconds): bool
    {
        $inputs = [STDIN];
        $none = null;

        if ($this->areOver || (int) @stream_select($inputs, $none, $none, $seconds) === 0) {
            return false;
        }

        $isSaid = fgets(STDIN) !== false;
        $this->areOver = ! $isSaid;

        return $isSaid;
    }
}
