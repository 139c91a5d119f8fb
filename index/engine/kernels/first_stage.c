/* The first stage: the k best passages by BM25, exactly, over several segments.

   In: segments (postings, and what index/engine/scanning.py lays beside them), the query's terms with their idf, BM25's
   constants, and for each segment which rows may be found. Out: the k best rows in one total order (score, then newest,
   then reading order), ascending by segment and row, each with the score that rank_bm25.BM25Okapi gives.

   Method: bound every passage coarsely, score few exactly. A term weighs idf · s(tf, length), where

       s(tf, length) = tf·(k1 + 1) / (tf + K(length)),   K(length) = k1·(1 − b + b·length/mean length).

   Nearly all postings have tf = 1, and s falls with length. So with g = s(1, length)

       score(passage) = g · Σ over its terms  idf · s(tf, length) / g      (for tf = 1 the quotient is 1)

   and a bound of the sum is kept in one byte a passage: each term adds the same byte, ceil(unit · idf), wherever it stands;
   the few postings with tf ≥ 2 ("repeats") add a second one. A frequent term is a bitmap and is added 64 passages at a time.
   No weight is stored anywhere: idf and mean length are those of the collections searched, which change.

   For this, passages are numbered by length: a passage's place is its number among those of the segment, the shortest first.
   Passages of one length, or of about one where they are long, make a run, and the byte that they must reach to score θ, the
   score of the k-th best passage so far, is the same: unit · θ / g. So nothing but the sums is read to find the passages that
   may be among the best; which row a place is (rows are numbers in reading order) is looked up for these alone.

   Places are taken in windows whose sums stay in the first cache. What survives is scored in float64 from
   the segment's text (term numbers in the order of the words), adding up in the query's order as rank-bm25 does, so that
   sums are equal to the last bit (compile without -ffast-math and with -ffp-contract=off). Where θ is
   not known yet, or too many survive, it is raised first: a level is sought by counting bytes above which about k
   passages stand that may be found; the k-th score of these is a θ that k passages reach, hence safe. The first window is
   that of the middle lengths, so that θ is high early.

   Must hold: every idf > 0 (else the caller takes the slow path), at most 64 terms, a little-endian machine.

   Sources: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
   https://doi.org/10.1561/1500000019; Anh and Moffat, "Pruned query evaluation using pre-computed impacts" (SIGIR 2006),
   https://doi.org/10.1145/1148170.1148235, for small integers in place of weights; Lucene 10's windowed scorers
   (org.apache.lucene.search.MaxScoreBulkScorer), for windows of sums. Pruning by lists (MaxScore, WAND) was measured and
   left out: at this price of a posting it costs more than it saves. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Places whose sums are kept at a time, multiples of 64: the first cache holds the smaller window; where many passages are
   wanted, θ is better for having seen more before it is first set. */
#define WINDOW 32768
#define WIDE_WINDOW 65536
#define MANY 64
#define MOST_TERMS 64
#define MOST_WAITING 24 /* survivors that are scored together */
#define CLASSES 16      /* of length, for repeats */
#define REPEATS 8       /* a term that stands more often than this counts as if without end in the bound */
#define MOST_COUNTED 65535 /* tf is kept in 16 bits beside the postings: here it is cut as there */
#define FEW 64          /* where fewer than one of so many passages may be found, their places are marked */

/* The longest passage of each class but the last: what a repeat may add grows with length, and slower among the long. */
static const int32_t CLASS_LENGTHS[CLASSES - 1] = {4, 6, 8, 10, 12, 14, 17, 20, 24, 29, 35, 42, 52, 66, 90};

typedef struct {
    int64_t passages, runs, dense;
    const int64_t *lists_starts;
    const int32_t *lists_places;  /* of the terms that have no bitmap */
    const int64_t *repeats_starts;
    const int32_t *repeats_places;
    const uint16_t *repeats_counts;
    const int32_t *dense_terms;   /* ascending numbers of the terms that have a bitmap */
    const uint64_t *bitmaps;      /* one after the other, each padded to whole words */
    const int32_t *run_lengths;   /* the shortest length of each run */
    const int32_t *run_starts;    /* the first place of each run, then how many places there are */
    const int32_t *place_rows;    /* the row at each place */
    const int32_t *row_places;    /* the place of each row */
    const int64_t *text_starts;
    const int32_t *text_terms;
    const int32_t *version_of;
    const int32_t *published;
    const int64_t *passage_ids;
} Segment;

typedef struct {
    const Segment *segment;
    const uint8_t *allowed; /* one byte a row, 0: may not be found; NULL: all may */
    const int32_t *numbers; /* of each of the query's terms in this segment, −1: not there */
} Part;

typedef struct {
    const Part *parts;
    const double *idf;
    int64_t part_count, term_count, limit;
    double k1, b, mean_length;
} Query;

typedef struct {
    double score;
    int32_t part, row;
} Found;

typedef struct {
    const Query *query;
    Found *found;
    Found *scratch;
    int64_t count, room;
    double least;     /* θ: what the k-th best has so far; 0 while fewer than k are known */
} Best;

/* One part's terms as the windows need them. */
typedef struct {
    const int32_t *list, *list_end;       /* none where there is a bitmap */
    const int32_t *repeats, *repeats_end;
    const int32_t *next, *next_repeat;    /* what is left of them, from the window on */
    const uint16_t *counts;               /* of all repeats */
    uint8_t byte;                         /* what the term adds where it stands */
    uint8_t again[CLASSES][REPEATS + 2];  /* what it adds where it stands so often, by length class */
} Term;

/* Sums of consecutive places, as far as the next multiple of 64: behind the last place they are 0. */
typedef struct {
    uint8_t *sums;
    int64_t first, size;
    int64_t run; /* of its first place */
} Window;

typedef struct Scan Scan;

typedef struct {
    const char *name;
    void (*add_bitmaps)(const Scan *);
    int64_t (*reaching)(const Window *, int64_t from, int64_t to, uint8_t threshold, int32_t *found);
} Instructions;

/* The search of one part. */
struct Scan {
    Instructions with;
    const Query *query;
    const Part *part;
    double unit;                   /* bytes to one unit of idf */
    double per_once, per_length;   /* 1 / g of a passage is the one and its length times the other */
    int64_t class_ends[CLASSES];   /* the place behind each length class */
    Term terms[MOST_TERMS];
    int term_count, bitmap_count;
    const uint64_t *bitmaps[MOST_TERMS];
    uint8_t bitmap_bytes[MOST_TERMS];
    Window window;
    uint8_t *kept;                 /* where few may be found: a byte a place, 0 for those that may not, 255 for these */
    int32_t *survivors;            /* places that wait for their score, then room for those of a window */
    int64_t waiting;
};

/* ---- exact scores and the total order ---- */

static double norm(const Query *query, double length) {
    return query->k1 * (1 - query->b + query->b * length / query->mean_length);
}

static double exact(const Query *query, const Part *part, int32_t row) {
    const Segment *segment = part->segment;
    const int32_t *text = segment->text_terms + segment->text_starts[row];
    int64_t length = segment->text_starts[row + 1] - segment->text_starts[row];
    double sum = 0, passage_norm = norm(query, length);
    for (int64_t term = 0; term < query->term_count; term++) {
        int32_t number = part->numbers[term], count = 0;
        for (int64_t place = 0; place < length; place++) count += text[place] == number;
        if (!count) continue;
        double tf = count < MOST_COUNTED ? count : MOST_COUNTED;
        sum += query->idf[term] * (tf * (query->k1 + 1) / (tf + passage_norm));
    }
    return sum;
}

/* What decides between equal scores is looked up only then. */
static int earlier(const Query *query, const Found *one, const Found *other) {
    const Segment *mine = query->parts[one->part].segment, *theirs = query->parts[other->part].segment;
    int32_t my_day = mine->published[mine->version_of[one->row]];
    int32_t their_day = theirs->published[theirs->version_of[other->row]];
    if (my_day != their_day) return my_day > their_day;
    int64_t my_id = mine->passage_ids[one->row], their_id = theirs->passage_ids[other->row];
    if (my_id != their_id) return my_id < their_id;
    return one->part != other->part ? one->part < other->part : one->row < other->row;
}

static inline int better(const Query *query, const Found *one, const Found *other) {
    return one->score != other->score ? one->score > other->score : earlier(query, one, other);
}

/* Hoare's selection: what would stand at the place if all were sorted, best first. */
static Found selected(const Query *query, Found *among, int64_t count, int64_t place) {
    int64_t low = 0, high = count - 1;
    while (low < high) {
        Found pivot = among[(low + high) / 2];
        int64_t left = low, right = high;
        while (left <= right) {
            while (better(query, &among[left], &pivot)) left++;
            while (better(query, &pivot, &among[right])) right--;
            if (left > right) break;
            Found kept = among[left];
            among[left++] = among[right];
            among[right--] = kept;
        }
        if (place <= right) high = right;
        else if (place >= left) low = left;
        else break;
    }
    return among[place];
}

/* Keep the k best. */
static void compact(Best *best) {
    const Query *query = best->query;
    int64_t limit = query->limit, kept = 0;
    if (best->count < limit) return; /* fewer than k: no θ yet */
    memcpy(best->scratch, best->found, best->count * sizeof(Found));
    Found last = selected(query, best->scratch, best->count, limit - 1);
    for (int64_t place = 0; place < best->count; place++)
        if (!better(query, &last, &best->found[place])) best->found[kept++] = best->found[place];
    best->count = kept;
    best->least = last.score;
}

static void offer(Best *best, const Part *part, int32_t row) {
    double score = exact(best->query, part, row);
    if (score < best->least) return;
    if (best->count == best->room) compact(best);
    best->found[best->count++] = (Found){score, (int32_t)(part - best->query->parts), row};
}

/* ---- what needs wide instructions: adding bitmaps, and finding the bytes that reach a threshold ---- */

/* For the usual numbers of frequent terms the loop over them is laid out flat, and what it needs of each stays in registers. */
#define DEFINE_ADD_BITMAPS(NAME, TARGET, ADD)                                                                \
    TARGET static void NAME(const Scan *scan) {                                                              \
        switch (scan->bitmap_count) {                                                                        \
        case 1: ADD(scan, 1); break;                                                                         \
        case 2: ADD(scan, 2); break;                                                                         \
        case 3: ADD(scan, 3); break;                                                                         \
        case 4: ADD(scan, 4); break;                                                                         \
        case 5: ADD(scan, 5); break;                                                                         \
        default: ADD(scan, scan->bitmap_count);                                                              \
        }                                                                                                    \
    }
#define FLAT static inline __attribute__((always_inline))
#define SPREAD(byte) ((uint64_t)(byte) * 0x0101010101010101u)

FLAT void bitmaps_plain(const Scan *scan, int count) {
    int64_t first = scan->window.first, blocks = (scan->window.size + 63) / 64;
    uint8_t *sums = scan->window.sums;
    for (int64_t eight = 0; eight < 8 * blocks; eight++) {
        uint64_t sum = 0;
        for (int term = 0; term < count; term++) {
            uint8_t bits = ((const uint8_t *)scan->bitmaps[term])[first / 8 + eight];
            /* bit i into byte i, then every byte that holds its bit into 1; bytes never overflow into their neighbours */
            uint64_t spread = SPREAD(bits) & 0x8040201008040201u;
            spread = (spread + 0x7f7f7f7f7f7f7f7fu) >> 7 & 0x0101010101010101u;
            sum += spread * scan->bitmap_bytes[term];
        }
        memcpy(sums + 8 * eight, &sum, 8);
    }
}

DEFINE_ADD_BITMAPS(add_bitmaps_plain, , bitmaps_plain)

static inline int any_plain(const uint8_t *sums, uint8_t threshold) {
    uint8_t any = 0;
    for (int64_t place = 0; place < 256; place++) any |= sums[place] >= threshold;
    return any;
}

/* Which of 64 bytes reach the threshold, as bits. */
static inline uint64_t block_plain(const uint8_t *sums, uint8_t threshold) {
    uint64_t mask = 0;
    for (int64_t place = 0; place < 64; place++) mask |= (uint64_t)(sums[place] >= threshold) << place;
    return mask;
}

/* The same walk for each instruction set: which places from one block's start to another's reach the threshold into found
   (NULL: count only), how many they are. Where none of four blocks does, which is usual, they are passed at once. */
#define DEFINE_REACHING(NAME, TARGET, BLOCK, ANY_OF_FOUR)                                                    \
    TARGET static int64_t NAME(const Window *window, int64_t from, int64_t to, uint8_t threshold, int32_t *found) { \
        const uint8_t *sums = window->sums;                                                                  \
        int64_t count = 0;                                                                                   \
        for (int64_t four = from, end; four < to; four = end) {                                              \
            end = four + 256 < to ? four + 256 : to;                                                         \
            if (end == four + 256 && !ANY_OF_FOUR(sums + four, threshold)) continue;                         \
            for (int64_t place = four; place < end; place += 64) {                                           \
                uint64_t mask = BLOCK(sums + place, threshold);                                              \
                if (!found) count += __builtin_popcountll(mask);                                             \
                else                                                                                         \
                    for (; mask; mask &= mask - 1)                                                           \
                        found[count++] = (int32_t)(window->first + place + __builtin_ctzll(mask));           \
            }                                                                                                \
        }                                                                                                    \
        return count;                                                                                        \
    }

DEFINE_REACHING(reaching_plain, , block_plain, any_plain)

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,popcnt,bmi")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx2,popcnt,bmi")))

AVX2 FLAT void bitmaps_avx2(const Scan *scan, int count) {
    int64_t first = scan->window.first, blocks = (scan->window.size + 63) / 64;
    uint8_t *sums = scan->window.sums;
    const __m256i own_byte = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i own_bit = _mm256_set1_epi64x((int64_t)0x8040201008040201u);
    for (int64_t block = 0; block < 2 * blocks; block++) {
        __m256i sum = _mm256_setzero_si256();
        for (int term = 0; term < count; term++) {
            int32_t word = ((const int32_t *)scan->bitmaps[term])[first / 32 + block];
            __m256i bits = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32(word), own_byte), own_bit);
            __m256i set = _mm256_cmpeq_epi8(bits, own_bit);
            sum = _mm256_add_epi8(sum, _mm256_and_si256(set, _mm256_set1_epi8((char)scan->bitmap_bytes[term])));
        }
        _mm256_storeu_si256((__m256i *)(sums + 32 * block), sum);
    }
}

DEFINE_ADD_BITMAPS(add_bitmaps_avx2, AVX2, bitmaps_avx2)

AVX2 static inline uint64_t half_block_avx2(const uint8_t *bytes, uint8_t threshold) {
    __m256i sums = _mm256_loadu_si256((const __m256i *)bytes);
    __m256i reached = _mm256_cmpeq_epi8(_mm256_max_epu8(sums, _mm256_set1_epi8((char)threshold)), sums);
    return (uint32_t)_mm256_movemask_epi8(reached);
}

AVX2 static inline uint64_t block_avx2(const uint8_t *sums, uint8_t threshold) {
    return half_block_avx2(sums, threshold) | half_block_avx2(sums + 32, threshold) << 32;
}

AVX2 static inline int any_avx2(const uint8_t *sums, uint8_t threshold) {
    __m256i most = _mm256_setzero_si256();
    for (int64_t place = 0; place < 256; place += 32)
        most = _mm256_max_epu8(most, _mm256_loadu_si256((const __m256i *)(sums + place)));
    __m256i reached = _mm256_cmpeq_epi8(_mm256_max_epu8(most, _mm256_set1_epi8((char)threshold)), most);
    return _mm256_movemask_epi8(reached);
}

DEFINE_REACHING(reaching_avx2, AVX2, block_avx2, any_avx2)

AVX512 FLAT void bitmaps_avx512(const Scan *scan, int count) {
    int64_t first = scan->window.first, blocks = (scan->window.size + 63) / 64;
    uint8_t *sums = scan->window.sums;
    const uint64_t *words[MOST_TERMS];
    __m512i bytes[MOST_TERMS];
    for (int term = 0; term < count; term++) {
        words[term] = scan->bitmaps[term] + first / 64;
        bytes[term] = _mm512_set1_epi8((char)scan->bitmap_bytes[term]);
    }
    for (int64_t block = 0; block < blocks; block++) {
        __m512i sum = _mm512_setzero_si512();
        for (int term = 0; term < count; term++) sum = _mm512_mask_add_epi8(sum, words[term][block], sum, bytes[term]);
        _mm512_storeu_si512(sums + 64 * block, sum);
    }
}

DEFINE_ADD_BITMAPS(add_bitmaps_avx512, AVX512, bitmaps_avx512)

AVX512 static inline uint64_t block_avx512(const uint8_t *sums, uint8_t threshold) {
    return _mm512_cmpge_epu8_mask(_mm512_loadu_si512(sums), _mm512_set1_epi8((char)threshold));
}

AVX512 static inline int any_avx512(const uint8_t *sums, uint8_t threshold) {
    __m512i most = _mm512_setzero_si512();
    for (int64_t place = 0; place < 256; place += 64) most = _mm512_max_epu8(most, _mm512_loadu_si512(sums + place));
    return _mm512_cmpge_epu8_mask(most, _mm512_set1_epi8((char)threshold)) != 0;
}

DEFINE_REACHING(reaching_avx512, AVX512, block_avx512, any_avx512)

#endif

#if defined(__AVX512BW__) /* the compiler was told, as zig is by default, or the processor is asked */
#define HAS_AVX512 1
#else
#define HAS_AVX512 __builtin_cpu_supports("avx512bw")
#endif
#if defined(__AVX2__)
#define HAS_AVX2 1
#else
#define HAS_AVX2 __builtin_cpu_supports("avx2")
#endif

/* The widest that this processor has; widest = 0: plain, 1: at most AVX2, 2: at most AVX-512. */
static Instructions instructions(int64_t widest) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (widest >= 2 && HAS_AVX512) return (Instructions){"AVX-512", add_bitmaps_avx512, reaching_avx512};
    if (widest >= 1 && HAS_AVX2) return (Instructions){"AVX2", add_bitmaps_avx2, reaching_avx2};
#endif
    (void)widest;
    return (Instructions){"portable", add_bitmaps_plain, reaching_plain};
}

/* ---- one part: bytes, sums, survivors ---- */

static uint8_t byte_of(double weight) {
    /* rounded up, by more than rounding errors are; never past the byte */
    return weight < 253 ? (uint8_t)((int)weight + 1) : 255;
}

static const uint64_t *bitmap_of(const Segment *segment, int32_t number) {
    int64_t low = 0, high = segment->dense;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (segment->dense_terms[middle] < number) low = middle + 1;
        else high = middle;
    }
    if (low == segment->dense || segment->dense_terms[low] != number) return NULL;
    return segment->bitmaps + low * ((segment->passages + 63) / 64);
}

static void add_term(Scan *scan, int32_t number, double idf, double repeated[CLASSES][REPEATS + 2]) {
    const Segment *segment = scan->part->segment;
    Term *term = &scan->terms[scan->term_count++];
    const uint64_t *bitmap = bitmap_of(segment, number);
    term->byte = byte_of(scan->unit * idf);
    term->list = segment->lists_places + segment->lists_starts[number];
    term->list_end = segment->lists_places + segment->lists_starts[number + 1];
    term->repeats = segment->repeats_places + segment->repeats_starts[number];
    term->repeats_end = segment->repeats_places + segment->repeats_starts[number + 1];
    term->counts = segment->repeats_counts + segment->repeats_starts[number];
    if (bitmap) {
        scan->bitmaps[scan->bitmap_count] = bitmap;
        scan->bitmap_bytes[scan->bitmap_count++] = term->byte;
    }
    if (term->repeats == term->repeats_end) return;
    for (int class = 0; class < CLASSES; class++)
        for (int count = 2; count <= REPEATS + 1; count++)
            term->again[class][count] = byte_of(scan->unit * idf * repeated[class][count]);
}

static void prepare(Scan *scan, const Query *query, const Part *part) {
    const Segment *segment = part->segment;
    double repeated[CLASSES][REPEATS + 2], mass = 0;
    int64_t run = 0;
    scan->query = query;
    scan->part = part;
    scan->term_count = scan->bitmap_count = 0;
    for (int64_t term = 0; term < query->term_count; term++) mass += query->idf[term];
    /* Together the terms' bytes stay below 255, so that adding needs no care; only repeats can pass it. For these some room
       is left, or all of them would look alike where a question has but a term or two: of several, seldom all repeat. */
    double room = 1 + 1.0 / (1 + query->term_count);
    scan->unit = (254 - query->term_count) / (room * mass);
    scan->per_once = (1 + norm(query, 0)) / (query->k1 + 1);
    scan->per_length = (norm(query, 1) - norm(query, 0)) / (query->k1 + 1);
    for (int class = 0; class < CLASSES; class++) {
        int32_t longest = class < CLASSES - 1 ? CLASS_LENGTHS[class] : segment->run_lengths[segment->runs - 1];
        double class_norm = norm(query, longest);
        while (run < segment->runs && segment->run_lengths[run] <= longest) run++;
        scan->class_ends[class] = segment->run_starts[run];
        for (int count = 2; count <= REPEATS; count++)
            repeated[class][count] = count * (1 + class_norm) / (count + class_norm) - 1;
        repeated[class][REPEATS + 1] = class_norm; /* the limit, for ever higher counts */
    }
    for (int64_t term = 0; term < query->term_count; term++)
        if (part->numbers[term] >= 0) add_term(scan, part->numbers[term], query->idf[term], repeated);
}

/* The first of ascending places that is not before another one. */
static const int32_t *from_place(const int32_t *places, const int32_t *end, int64_t place) {
    while (places < end) {
        const int32_t *middle = places + (end - places) / 2;
        if (*middle < place) places = middle + 1;
        else end = middle;
    }
    return places;
}

static void add_list(Term *term, const Window *window) {
    const int32_t *place = term->next, *end = term->list_end;
    int64_t first = window->first, window_end = first + window->size;
    uint8_t *sums = window->sums, byte = term->byte;
    for (; place + 3 < end && place[3] < window_end; place += 4) {
        sums[place[0] - first] += byte;
        sums[place[1] - first] += byte;
        sums[place[2] - first] += byte;
        sums[place[3] - first] += byte;
    }
    for (; place < end && *place < window_end; place++) sums[*place - first] += byte;
    term->next = place;
}

static void add_repeats(Term *term, const Window *window, const int64_t *class_ends) {
    const int32_t *place = term->next_repeat;
    int64_t window_end = window->first + window->size;
    int class = 0;
    for (; place < term->repeats_end && *place < window_end; place++) {
        while (*place >= class_ends[class]) class++;
        int count = term->counts[place - term->repeats];
        uint8_t *own = &window->sums[*place - window->first];
        int sum = *own + term->again[class][count <= REPEATS ? count : REPEATS + 1];
        *own = sum < 255 ? (uint8_t)sum : 255;
    }
    term->next_repeat = place;
}

/* 1 / g of the shortest passage of a run. */
static double per_once(const Scan *scan, int64_t run) {
    return scan->per_once + scan->per_length * scan->part->segment->run_lengths[run];
}

/* The byte that passages of a run must have to reach a score; at least 1: they must hold a term. */
static uint8_t threshold(const Scan *scan, int64_t run, double score) {
    double byte = scan->unit * score * per_once(scan, run) * (1 - 1e-9);
    return byte < 1 ? 1 : byte < 255 ? (uint8_t)byte : 255;
}

/* Which places of the window may reach a score (NULL: none are told), and how many. */
static int64_t survivors(const Scan *scan, double score, int32_t *found) {
    const Window *window = &scan->window;
    const int32_t *starts = scan->part->segment->run_starts;
    int64_t count = 0, from = 0;
    /* a block of 64 goes with its first place: none of the others is shorter, so none needs less */
    for (int64_t run = window->run; from < window->size; run++) {
        int64_t end = starts[run + 1] - window->first;
        int64_t to = ((end < window->size ? end : window->size) + 63) / 64 * 64;
        if (to <= from) continue;
        count += scan->with.reaching(window, from, to, threshold(scan, run, score), found ? found + count : NULL);
        from = to;
    }
    return count;
}

/* Keep those of some places whose passages may be found; how many they are. */
static int64_t permitted(const Scan *scan, int32_t *places, int64_t count) {
    const uint8_t *allowed = scan->part->allowed;
    const int32_t *rows = scan->part->segment->place_rows;
    int64_t kept = 0;
    if (!allowed) return count;
    for (int64_t place = 0; place < count; place++) {
        places[kept] = places[place];
        kept += allowed[rows[places[place]]] != 0;
    }
    return kept;
}

static uint64_t eight_of(const uint8_t *bytes, int64_t row) {
    uint64_t eight;
    memcpy(&eight, bytes + row, 8);
    return eight;
}

/* Mark the places that may be found. Where few are, looking each survivor up would take longer. */
static void keep_few(Scan *scan) {
    const Segment *segment = scan->part->segment;
    const uint8_t *allowed = scan->part->allowed;
    scan->kept = calloc(segment->passages, 1);
    if (!scan->kept) return; /* it takes longer then */
    for (int64_t row = 0; row < segment->passages; row++) {
        while (row + 8 <= segment->passages && !eight_of(allowed, row)) row += 8;
        if (row < segment->passages && allowed[row]) scan->kept[segment->row_places[row]] = 255;
    }
}

static void clear_others(const Scan *scan) {
    const uint8_t *restrict kept = scan->kept + scan->window.first;
    uint8_t *restrict sums = scan->window.sums;
    int64_t size = scan->window.size;
    for (int64_t place = 0; place < size; place++) sums[place] &= kept[place];
}

static void offer_all(Best *best, const Part *part, const int32_t *places, int64_t count) {
    const Segment *segment = part->segment;
    const int32_t *rows = segment->place_rows;
    for (int64_t place = 0; place < count; place++) __builtin_prefetch(&segment->text_starts[rows[places[place]]]);
    for (int64_t place = 0; place < count; place++) {
        const int32_t *text = segment->text_terms + segment->text_starts[rows[places[place]]];
        __builtin_prefetch(text);
        __builtin_prefetch(text + 16);
    }
    for (int64_t place = 0; place < count; place++) offer(best, part, rows[places[place]]);
}

/* Score what waits. One after another each would wait for memory; together they do so at the same time. */
static void offer_waiting(Best *best, Scan *scan) {
    for (int64_t place = 0; place < scan->waiting; place++)
        __builtin_prefetch(&scan->part->segment->place_rows[scan->survivors[place]]);
    offer_all(best, scan->part, scan->survivors, permitted(scan, scan->survivors, scan->waiting));
    scan->waiting = 0;
    if (best->count > best->query->limit + best->query->limit / 2) compact(best);
}

/* The highest score that so many of the window's passages may reach, or what a byte of 1 stands for. */
static double level_of(const Scan *scan, int64_t wanted) {
    double step = 1 / (scan->unit * per_once(scan, scan->window.run));
    int low = 1, high = 255;
    while (low < high) {
        int level = (low + high + 1) / 2;
        if (survivors(scan, level * step, NULL) >= wanted) low = level;
        else high = level - 1;
    }
    return low * step;
}

/* Raise θ by scoring the window's best: those of the highest level that k of its passages reach which may be found. */
static void raise_least(Best *best, Scan *scan, int32_t *scratch) {
    int64_t limit = best->query->limit, wanted = scan->part->allowed ? limit + limit / 4 : limit, count, kept;
    for (;;) {
        count = survivors(scan, level_of(scan, wanted), scratch);
        kept = permitted(scan, scratch, count);
        if (kept >= limit || count < wanted) break; /* enough, or there are no more */
        wanted = 2 * limit * count / (kept + 1);
    }
    if (kept < count / FEW && !scan->kept) keep_few(scan);
    if (kept > 2 * limit) kept = 2 * limit; /* among equals any will do for θ; the others still survive */
    offer_all(best, scan->part, scratch, kept);
    for (int64_t place = 0; place < kept; place++) scan->window.sums[scratch[place] - scan->window.first] = 0;
    compact(best);
}

static void search_window(Best *best, Scan *scan) {
    const Window *window = &scan->window;
    int64_t limit = best->query->limit;
    int32_t *found = scan->survivors + scan->waiting;
    scan->with.add_bitmaps(scan);
    for (int term = 0; term < scan->term_count; term++) add_list(&scan->terms[term], window);
    for (int term = 0; term < scan->term_count; term++) add_repeats(&scan->terms[term], window, scan->class_ends);
    if (scan->kept) clear_others(scan);
    if (best->least == 0 && survivors(scan, 0, NULL) > limit) raise_least(best, scan, found);
    int64_t count = survivors(scan, best->least, found), many = 2 * limit + 64;
    if (count > many && (count = permitted(scan, found, count)) > many) {
        raise_least(best, scan, found);
        count = survivors(scan, best->least, found);
    }
    scan->waiting += count;
    if (scan->waiting >= MOST_WAITING || best->least == 0) offer_waiting(best, scan);
}

/* Windows of a size from one place, a multiple of 64, to another. */
static void search_places(Best *best, Scan *scan, int64_t from, int64_t to, int64_t size) {
    const int32_t *starts = scan->part->segment->run_starts;
    Window *window = &scan->window;
    for (int number = 0; number < scan->term_count; number++) {
        Term *term = &scan->terms[number];
        term->next = from_place(term->list, term->list_end, from);
        term->next_repeat = from_place(term->repeats, term->repeats_end, from);
    }
    window->run = 0;
    for (window->first = from; window->first < to; window->first += size) {
        window->size = to - window->first < size ? to - window->first : size;
        while (starts[window->run + 1] <= window->first) window->run++;
        search_window(best, scan);
    }
}

static void search_part(Best *best, Scan *scan, const Part *part) {
    int64_t passages = part->segment->passages, size = best->query->limit > MANY ? WIDE_WINDOW : WINDOW;
    if (!passages) return;
    prepare(scan, best->query, part);
    if (!scan->term_count) return;
    scan->kept = NULL;
    int64_t middle = passages > size ? passages / 2 / 64 * 64 : 0;
    search_places(best, scan, middle, passages, size);
    search_places(best, scan, 0, middle, size);
    offer_waiting(best, scan);
    free(scan->kept);
}

static int by_row(const void *one, const void *other) {
    const Found *mine = one, *theirs = other;
    return mine->part != theirs->part ? mine->part - theirs->part : (mine->row > theirs->row) - (mine->row < theirs->row);
}

/* ---- what Python calls ---- */

/* Changes with the structs above: Python leaves a library alone that was built from an older file. */
int64_t interface_version(void) { return 2; }

const char *instructions_name(int64_t widest) { return instructions(widest).name; }

/* Writes at most query->limit rows; gives back how many, −1 where memory is short. */
int64_t first_stage(const Query *query, int64_t widest, int32_t *parts, int32_t *rows, double *scores) {
    int64_t room = 4 * query->limit + 1024;
    Best best = {query, malloc(room * sizeof(Found)), malloc(room * sizeof(Found)), 0, room, 0};
    Scan *scan = malloc(sizeof(Scan));
    uint8_t *sums = malloc(WIDE_WINDOW);
    int32_t *survivors = malloc((MOST_WAITING + WIDE_WINDOW) * sizeof(int32_t));
    int64_t count = -1;
    if (best.found && best.scratch && scan && sums && survivors) {
        scan->with = instructions(widest);
        scan->window.sums = sums;
        scan->survivors = survivors;
        scan->waiting = 0;
        for (int64_t part = 0; part < query->part_count; part++) search_part(&best, scan, &query->parts[part]);
        compact(&best);
        count = best.count;
        qsort(best.found, count, sizeof(Found), by_row);
        for (int64_t place = 0; place < count; place++) {
            parts[place] = best.found[place].part;
            rows[place] = best.found[place].row;
            scores[place] = best.found[place].score;
        }
    }
    free(best.found);
    free(best.scratch);
    free(scan);
    free(sums);
    free(survivors);
    return count;
}
