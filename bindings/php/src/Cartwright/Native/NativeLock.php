<?php

declare(strict_types=1);

namespace Cartwright\Native;

use SensitiveParameter;

/**
 * A lock that was granted. It is a value: whoever knows its name and its owner has it, in whichever process.
 *
 * @internal
 */
final readonly class NativeLock
{
    /**
     * @param string $owner the secret by which it is renewed and released
     * @param int $fenceIncarnation the first half of its fence
     * @param int $fenceCounter the second half; of two locks of one name the later has the greater fence
     * @param int $remainingMs for how long it surely was still held when it was granted
     */
    public function __construct(
        public string $name,
        #[SensitiveParameter] public string $owner,
        public int $fenceIncarnation,
        public int $fenceCounter,
        public int $remainingMs,
    ) {
    }

    /**
     * Whether this lock was granted after that one, of the same name.
     */
    public function isLaterThan(self $other): bool
    {
        return [$this->fenceIncarnation, $this->fenceCounter] > [$other->fenceIncarnation, $other->fenceCounter];
    }

    /**
     * Without the secret: what is dumped ends in logs.
     *
     * @return array<string, mixed>
     */
    public function __debugInfo(): array
    {
        return ['owner' => '…'] + get_object_vars($this);
    }
}
